using System.Globalization;
using System.Text;

namespace ResearchLab.MlNet;

/// <summary>LightGBM's model text in the form that ML.NET reads without changing what it predicts.</summary>
/// <remarks>
/// ML.NET holds thresholds as 32-bit numbers and sends a missing value to the right by comparing threshold + 1, which from 2²⁴ on is the threshold
/// itself. LightGBM writes an infinite threshold where only missing values go right, so those become 2²³, above every feature that is let through.
/// A threshold is rounded down to the nearest 32-bit number: rounded up it would turn values between the two. Where training saw nothing missing,
/// LightGBM reads a missing value as 0; ML.NET does not, so the way of 0 becomes that of missing values.
/// </remarks>
internal static class MlNetText
{
    /// <summary>Threshold that stands for infinity, and the largest feature value that a data view holds.</summary>
    public const float Ceiling = 8_388_608;

    private static readonly string[] s_regression = ["regression", "regression_l1", "huber", "fair", "quantile", "mape", "custom", "none", ""];

    /// <summary>Name of the catalogue that reads a model: multiclass, binary, ranking or regression.</summary>
    /// <exception cref="NotSupportedException">ML.NET would predict something else.</exception>
    public static string Kind(string text)
    {
        string header = text[..Math.Max(0, text.IndexOf("\nTree=", StringComparison.Ordinal))];
        string[] objective = Line(header, "objective").Split(' ');
        if (header.Contains("\naverage_output", StringComparison.Ordinal))
            throw new NotSupportedException(
                "ML.NET adds up the trees of a random forest that LightGBM averages. Train it with boosting, or predict with the booster itself.");
        if (text.Contains("\nis_linear=1", StringComparison.Ordinal))
            throw new NotSupportedException("ML.NET reads no linear trees. Train without them, or predict with the booster itself.");
        if (text.Split("\nnum_cat=").Skip(1).Any(rest => !rest.StartsWith("0\n", StringComparison.Ordinal)))
            throw new NotSupportedException("ML.NET reads no categorical splits of a model text. Train on numbers, or predict with the booster itself.");
        if (objective.Contains("sqrt"))
            throw new NotSupportedException("ML.NET does not square the predictions of an objective with reg_sqrt. Predict with the booster itself.");
        return objective[0] switch
        {
            "multiclass" => "multiclass",
            "binary" => "binary",
            "lambdarank" or "rank_xendcg" => "ranking",
            string other when s_regression.Contains(other) && Line(header, "num_class") == "1" => "regression",
            string other =>
                throw new NotSupportedException($"ML.NET does not transform the scores of the objective '{other}'. Predict with the booster itself."),
        };
    }

    /// <summary>Number of features a row has.</summary>
    public static int Features(string text) => int.Parse(Line(text, "max_feature_idx"), CultureInfo.InvariantCulture) + 1;

    /// <summary>The text with splits that ML.NET decides as LightGBM does.</summary>
    /// <exception cref="NotSupportedException">A finite threshold is 2²³ or more, or zeros count as missing: values could go the wrong way.</exception>
    public static string Adapted(string text)
    {
        const string Thresholds = "threshold=", Decisions = "decision_type=";
        var adapted = new StringBuilder(text.Length);
        float[] thresholds = [];
        foreach (string line in text.Split('\n'))
        {
            // The sizes of the trees change with their texts; without them they are read one after another.
            if (line.StartsWith("tree_sizes=", StringComparison.Ordinal))
                continue;
            if (line.StartsWith(Thresholds, StringComparison.Ordinal))
            {
                thresholds = [.. Words(line[Thresholds.Length..]).Select(Threshold)];
                adapted.Append(Thresholds).AppendJoin(' ', thresholds.Select(threshold => threshold.ToString("R", CultureInfo.InvariantCulture)));
            }
            else if (line.StartsWith(Decisions, StringComparison.Ordinal))
            {
                adapted.Append(Decisions).AppendJoin(' ',
                    Words(line[Decisions.Length..]).Select((decision, i) => Decision(int.Parse(decision, CultureInfo.InvariantCulture), thresholds[i])));
            }
            else
            {
                adapted.Append(line);
            }

            adapted.Append('\n');
        }

        return adapted.ToString();
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // Bit 1: missing goes left; bits 2 and 3: nothing is missing (0), zeros are (1), NaN is (2).
    private static int Decision(int decision, float threshold) => ((decision >> 2) & 3) switch
    {
        0 => 8 | (threshold >= 0 ? 2 : 0),
        1 => throw new NotSupportedException("ML.NET does not read zeros as missing. Train without zero_as_missing, or predict with the booster itself."),
        _ => decision,
    };

    private static float Threshold(string text)
    {
        double threshold = text switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };
        if (threshold >= 1e300)
            return Ceiling;
        if (Math.Abs(threshold) >= Ceiling)
            throw new NotSupportedException(Invariant($"A split at {threshold:R} is at or above 2^23 = {Ceiling:R}, where ML.NET sends missing values the ")
                + "wrong way. Scale the feature down, or predict with the booster itself.");
        float below = (float)threshold;
        return below > threshold ? MathF.BitDecrement(below) : below;
    }

    private static string Line(string text, string name)
    {
        int at = text.IndexOf($"\n{name}=", StringComparison.Ordinal);
        return at < 0 ? "" : text[(at + name.Length + 2)..].Split('\n', 2)[0].Trim();
    }
}
