using ResearchLab.Basics;
using ResearchLab.Models;

namespace ResearchLab.Tests.Models;

/// <summary>Made-up labels for tests of splits.</summary>
internal static class LabelRows
{
    private static readonly DateOnly[] s_sessions = SyntheticMarket.Sessions(3000);

    /// <summary>Rows with gaps, each with a label of up to <paramref name="longest"/> sessions.</summary>
    public static LabelSpan[] Random(int count, int longest, ulong seed)
    {
        var random = new Pcg32(seed);
        var rows = new LabelSpan[count];
        int position = 0;
        for (int i = 0; i < count; i++)
        {
            rows[i] = Span(position, position + random.NextInt(longest + 1));
            position += random.NextInt(20) == 0 ? 3 : 1;
        }

        return rows;
    }

    public static LabelSpan Span(int position, int end) => new(s_sessions[position], s_sessions[end], position, end);

    /// <summary>Whether no label of one set lives in a session of the other's, nor within the embargo of one.</summary>
    public static bool Apart(LabelSpan[] rows, int[] train, int[] test, int embargo) => train.All(i => test.All(j =>
        rows[i].EndPosition < rows[j].Position - embargo || rows[i].Position > rows[j].EndPosition + embargo));
}
