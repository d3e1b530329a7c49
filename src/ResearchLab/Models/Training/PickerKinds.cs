using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Names and the one rule of pickers.</summary>
public static class PickerKinds
{
    /// <summary>Those that compete for the desk, in the order that decides between equals; the pooled one only beside other symbols.</summary>
    public static IReadOnlyList<PickerKind> Competing { get; } = [PickerKind.Softmax, PickerKind.Outcome, PickerKind.Payoff, PickerKind.Pooled,
        PickerKind.Textbook];

    /// <summary>Name in files and output, such as <c>no_trade</c>.</summary>
    public static string Name(this PickerKind kind) => kind switch
    {
        PickerKind.NoTrade => "no_trade",
        PickerKind.Softmax => "softmax",
        PickerKind.Outcome => "outcome",
        PickerKind.Payoff => "payoff",
        PickerKind.Pooled => "pooled",
        PickerKind.Textbook => "textbook",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such picker."),
    };

    /// <summary>The structure with the highest score among those that may be proposed; no trade when none scores above no trade.</summary>
    /// <param name="scores">Twelve scores, indexed by <see cref="Structure"/>; that of no trade is the one to beat.</param>
    /// <param name="mayPropose">Whether a structure may be proposed.</param>
    public static Structure Propose(ReadOnlySpan<double> scores, Func<Structure, bool> mayPropose)
    {
        ArgumentNullException.ThrowIfNull(mayPropose);
        var best = Structure.NoTrade;
        double highest = scores[(int)Structure.NoTrade];
        for (int s = 0; s < Structures.Count; s++)
        {
            if (scores[s] > highest && mayPropose((Structure)s))
                (best, highest) = ((Structure)s, scores[s]);
        }

        return best;
    }
}
