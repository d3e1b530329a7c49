using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;
using ResearchLab.Tests.Models;

namespace ResearchLab.Tests.Reports;

public class EvaluationReportTests
{
    [Theory]
    [InlineData(true, ChainOrigin.Modelled, "an edge over the baselines after costs, on MODELLED option chains")]
    [InlineData(false, ChainOrigin.Observed, "no edge over the baselines after costs, on observed option chains")]
    public void Write_Model_SaysPlainlyInTheHeadline(bool planted, ChainOrigin origin, string headline)
    {
        FeatureMatrix features = SyntheticMarket.Features(1500, 3);
        using TrainedModel model = StructureTrainer.Train(
            features, planted ? SyntheticMarket.Planted(features, 4) : SyntheticMarket.NoSignal(features, 4), SyntheticMarket.Options, null, TestContext.Current.CancellationToken);
        string folder = Directory.CreateTempSubdirectory("researchlab-evaluation-").FullName;
        try
        {
            string path = EvaluationReport.Write(Path.Combine(folder, "e.html"), model, origin, null);
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
}
