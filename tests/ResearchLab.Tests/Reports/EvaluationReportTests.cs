using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;
using ResearchLab.Tests.Models;

namespace ResearchLab.Tests.Reports;

[Trait("Tier", "full")]
public class EvaluationReportTests
{
    [Theory]
    [InlineData(true, ChainOrigin.Modelled, "an edge over the baselines after costs, on MODELLED option chains")]
    [InlineData(false, ChainOrigin.Observed, "no edge over the baselines after costs, on observed option chains")]
    public void Write_Model_SaysPlainlyInTheHeadline(bool planted, ChainOrigin origin, string headline)
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 3);
        using TrainedModel model = StructureTrainer.Train(
            features, planted ? SyntheticMarket.Planted(features, 4) : SyntheticMarket.NoSignal(features, 4), SyntheticMarket.Options, null,
            TestContext.Current.CancellationToken);
        string folder = Directory.CreateTempSubdirectory("researchlab-evaluation-").FullName;
        try
        {
            string path = EvaluationReport.Write(Path.Combine(folder, "e.html"), model, Mix(origin), null);
            using IDocument page = new HtmlParser().ParseDocument(File.ReadAllText(path));
            Assert.Contains(headline, page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
            Assert.Contains(model.Card.Evaluation.Verdict, page.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(4, page.QuerySelectorAll("table").Length);
            Assert.Equal(model.Card.Evaluation.Policies.Count, page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr").Length);
            Assert.Equal(PolicyBreakdown.ByYear(model.OutOfSample).Count, page.QuerySelectorAll("table")[1].QuerySelectorAll("tbody tr").Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ChainMix Mix(ChainOrigin origin) => ChainMix.Of([new DateOnly(2024, 1, 2)], [origin]);

    [Fact]
    public void WriteTogether_SeveralSymbols_HasOneTableAndASentenceEach()
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 3);
        EvaluatedModel Judge(OutcomeMatrix labels, string symbol)
        {
            using TrainedModel model = StructureTrainer.Train(features, labels, SyntheticMarket.Options, null, TestContext.Current.CancellationToken);
            OutcomeRegressorReport rival = OutcomeRegressors.Run(model, features, labels);
            return new EvaluatedModel(model.Card with { Symbol = symbol }, model.OutOfSample, Mix(ChainOrigin.Modelled), rival, null, null, "");
        }

        EvaluatedModel[] models = [Judge(SyntheticMarket.Planted(features, 4), "GOOD"), Judge(SyntheticMarket.NoSignal(features, 4), "POOR")];
        string folder = Directory.CreateTempSubdirectory("researchlab-evaluation-").FullName;
        try
        {
            using IDocument page = new HtmlParser().ParseDocument(File.ReadAllText(EvaluationReport.WriteTogether(Path.Combine(folder, "e.html"), models)));
            Assert.Equal("GOOD, POOR: an edge over the baselines after costs on GOOD, none on the others", page.QuerySelector("h1")!.TextContent);
            IElement[] rows = [.. page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr")];
            Assert.Equal(["yes", "no"], rows.Select(row => row.QuerySelectorAll("td").Last().TextContent));
            Assert.All(models, model => Assert.Contains(model.Card.Evaluation.Verdict, page.QuerySelector("header")!.TextContent, StringComparison.Ordinal));
            // A table of policies, years and regimes each.
            Assert.Equal(1 + (2 * 3), page.QuerySelectorAll("table").Length);
            Assert.Contains("outcome regressors", page.QuerySelectorAll("table")[1].TextContent, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
