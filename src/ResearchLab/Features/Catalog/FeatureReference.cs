using System.Globalization;
using System.Text;

namespace ResearchLab.Features;

/// <summary>The catalogue as a page for people, made from the catalogue itself.</summary>
public static class FeatureReference
{
    private static readonly string[] s_titles =
        ["Price and trend", "Momentum and oscillators", "Realised volatility and shape of returns", "Volume and flow", "Option chain",
            "Market context and regime", "Calendar"];

    /// <summary>The whole page in Markdown: one table a group.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(string.Create(CultureInfo.InvariantCulture, $"""
            # The features

            Feature set {FeatureCatalog.SetVersion}: {FeatureCatalog.All.Count} values for each symbol and session,
            each computed from nothing later than that session's close.
            The names and
            their order are the contract between the lake, the models and the reports. This page is made from the catalogue in the code.

            A value whose warm-up is not complete, or whose input is missing, is missing too: NaN, never 0. The warm-up counts the sessions that must
            precede the first value; for one marked † it is the row from which 500 sessions more of history move the value by less than a ten-thousandth of
            itself, because it smooths over all earlier sessions. Where TA-Lib has the indicator its definition is followed.
            One marked ‡ changes when all prices
            or all volumes of the bars are multiplied by a constant; the others do not.

            What values to expect on real data: [ranges](feature-ranges.md).

            """).ReplaceLineEndings("\n"));
        foreach (IGrouping<FeatureGroup, FeatureDefinition> group in FeatureCatalog.All.GroupBy(feature => feature.Group))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n## {s_titles[(int)group.Key]}\n\n| # | name | what | unit | from | warm-up | source |\n|---:|---|---|---|---|---:|---|\n");
            foreach (FeatureDefinition feature in group)
            {
                string marks = (feature.Recursive ? "†" : "") + (feature.ScaleFree ? "" : "‡");
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {feature.Number} | {feature.Name} | {feature.Description.Replace("|", "\\|")} | {feature.Unit} | {Inputs(feature.Inputs)} | "
                        + $"{feature.WarmUpSessions}{marks} | {feature.Source} |\n");
            }
        }

        return text.ToString();
    }

    private static string Inputs(FeatureInputs inputs) => inputs == FeatureInputs.None ? "the date" : string.Join(", ", Enum.GetValues<FeatureInputs>()
        .Where(input => input != FeatureInputs.None && inputs.HasFlag(input))
        .Select(input => input switch
        {
            FeatureInputs.MarketClose => "market's close",
            FeatureInputs.Vix => "VIX",
            FeatureInputs.Vix3M => "VIX3M",
            FeatureInputs.TBill13W => "T-bill yield",
            _ => input.ToString().ToLowerInvariant(),
        }));
}
