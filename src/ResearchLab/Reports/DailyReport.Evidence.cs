using ResearchLab.Charts;
using ResearchLab.Daily;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>Where the numbers of a section come from: behind each heading, with the command that computes them again.</summary>
public static partial class DailyReport
{
    private static void Evidence(HtmlText html, Recommendation recommendation, string measured, string command)
    {
        Evidence evidence = recommendation.Evidence;
        html.Add($"<details class=\"evidence\"><summary>Evidence</summary><p>{measured} Known as of {evidence.AsOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC, "
            + $"snapshot {evidence.Snapshot}, model {evidence.Model}, code {evidence.Code}. Compute it again: <code>{command}</code></p></details>");
    }

    private static string Command(Recommendation recommendation) => $"./lab run{Of(recommendation)}{At(recommendation)}";

    private static string Evaluate(Recommendation recommendation) => $"./lab evaluate{Of(recommendation)} --model {recommendation.Evidence.Model}";

    // What names the market of a recommendation, for any command.
    private static string Of(Recommendation recommendation) =>
        $" --symbol {recommendation.Symbol}{(recommendation.Data == ChainOrigin.Demo ? $" --data demo --seed {recommendation.Evidence.Seed}" : "")}";

    private static string At(Recommendation recommendation) => Invariant($" --session {recommendation.Session:yyyy-MM-dd}");
}
