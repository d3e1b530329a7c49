using System.Globalization;
using System.Text.RegularExpressions;
using ResearchLab.Backtesting;
using ResearchLab.Daily;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Tests.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Daily;

/// <summary>A lake of real bars and indices with the index chains of two months and the twenty busiest SPY contracts of each session of a year.</summary>
public sealed class RealTradesLake : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-trades-").FullName;

    public RealTradesLake()
    {
        Lab = Lab.Open(LabOptions.FromEnvironment() with { DataFolder = _folder, CodeVersion = "test", Threads = 2, JournalConnection = null });
        Ingest("daily_SPX_index.csv.gz", new CsvIngestOptions { Name = "SPX" });
        Ingest("daily_SPY.csv.gz", new CsvIngestOptions { Name = "SPY" });
        foreach ((string file, string name) in new[] { ("vol_VIX.csv.gz", "vix"), ("vol_VIX3M.csv.gz", "vix3m") })
            Ingest(file, new CsvIngestOptions { Kind = CsvKind.Series, Map = new Dictionary<string, string> { [name] = "close" } });
        Ingest("rates_tbill13w_fedfunds.csv.gz", new CsvIngestOptions { Unit = SeriesUnit.Percent });
        Ingest("options_SPX_2019.csv.gz", new CsvIngestOptions());
        Ingest("options_SPY_2021.csv.gz", new CsvIngestOptions());
        Spy = Lab.Data("SPY", new DateOnly(2023, 12, 29));
    }

    internal Lab Lab { get; }

    internal SessionData Spy { get; }

    internal Lazy<OutcomeMatrix> SpyLabels => field ??= new(() => Labels.Build(Spy.ChainHistory(), Spy.Rules, CostModel.Default));

    public void Dispose()
    {
        Lab.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Ingest(string file, CsvIngestOptions options) => CsvIngest.Ingest(Lab.Lake, RealData.Path(file), options);
}

[Trait("Tier", "full")]
public sealed class RealTradesTests(RealTradesLake lake) : IClassFixture<RealTradesLake>
{
    private static readonly Regex s_fill = new(
        @"^(bought|sold) \d+ (?<expiry>\d{4}-\d\d-\d\d) (?<strike>[\d.]+)(?<right>[CP]) at [\d.]+ \(bid (?<bid>[\d.]+), ask (?<ask>[\d.]+)\)$",
        RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    [Fact]
    public void IndexChainsOf2019_EveryFillIsAQuoteOfTheFile()
    {
        var days = TestChains.LoadSpx(_ => true);
        DateOnly[] observed = [.. days.Keys.Order()];
        int entries = 0, fills = 0, open = 0;
        for (int i = 0; i < observed.Length; i += 4)
        {
            SessionData data = lake.Lab.Data("SPX", observed[i]);
            OptionChain chain = data.ChainAt(observed[i])!;
            Assert.Equal(ChainOrigin.Observed, chain.Origin);
            ChainHistory history = lake.Lab.Trades.History("SPX", observed[i], new DateOnly(2019, 9, 30));
            foreach (Structure structure in StructureRules.All.Select(rule => rule.Structure))
            {
                if (ParameterRules.Choose(structure, chain, data.Rules(observed[i]), data.Liquidity(chain)).Position is not { } position)
                    continue;
                TradePath path = OutcomeEngine.Trace(position, history, CostModel.Default);
                Assert.Equal(ChainOrigin.Observed, path.Origin);
                Assert.True(path.Marks.All(mark => mark.Session <= observed[^1]), "followed beyond the observed chains");
                open += path.Outcome.Reason == ExitReason.Open ? 1 : 0;
                entries += path.Outcome.Entry == default ? 0 : 1;
                foreach (TradeEvent happened in path.Events)
                {
                    if (s_fill.Match(happened.Text) is not { Success: true } fill)
                        continue;
                    double Number(string group) => double.Parse(fill.Groups[group].Value, CultureInfo.InvariantCulture);
                    OptionChain quoted = days[happened.Session].Chain;
                    int row = quoted.IndexOf(new(DateOnly.Parse(fill.Groups["expiry"].Value, CultureInfo.InvariantCulture), Number("strike"),
                        fill.Groups["right"].Value == "C" ? OptionRight.Call : OptionRight.Put));
                    Assert.Equal((Number("bid"), Number("ask")), (Math.Round(quoted.Bid[row], 2), Math.Round(quoted.Ask[row], 2)));
                    fills++;
                }
            }
        }

        Assert.True(entries >= 98 && fills > 200 && open > 5, $"{entries} entries, {fills} fills, {open} open");
    }

    [Fact]
    public void TwentyContractsASession_AreNoChain_AndLabelsKeepTheirYears()
    {
        Assert.Equal((0, ChainOrigin.Modelled), (lake.Spy.Chains.Observed, lake.Spy.Origin));
        Assert.True(lake.Spy.Chains.Modelled > 7_500, lake.Spy.Chains.InWords);
        DateOnly session = new(2021, 6, 1);
        SessionData data = lake.Lab.Data("SPY", session);
        Assert.Equal(ChainOrigin.Modelled, data.ChainAt(session)!.Origin);
        Assert.Equal((ChainOrigin.Observed, 20), data.SeenChain(session) is { } seen ? (seen.Origin, seen.Count) : default);
        Assert.True(data.ChainAt(session)!.Count > 500);
    }

    [Fact]
    public void IndexLabels_AreObservedWhereChainsWere_AndModelledElsewhere()
    {
        SessionData data = lake.Lab.Data("SPX", new DateOnly(2019, 12, 31));
        Assert.Equal((38, "observed, else modelled"), (data.Chains.Observed, data.Chains.Kinds));
        Assert.StartsWith("observed on 38 sessions (2019-04-25 to 2019-06-25), MODELLED on ", data.Chains.InWords, StringComparison.Ordinal);
        ChainHistory history = data.ChainHistory(new DateOnly(2019, 1, 2));
        OutcomeMatrix labels = Labels.Build(history with { Sessions = [.. history.Sessions.Where(session => session >= new DateOnly(2019, 1, 2))] }, data.Rules,
            CostModel.Default);
        Assert.EndsWith($"chains observed, else modelled {Labels.ChainsVersion}; eligible from win probability 0.55", labels.Spec, StringComparison.Ordinal);
        int Row(string session) => Array.BinarySearch(labels.Sessions, DateOnly.Parse(session, CultureInfo.InvariantCulture));
        Assert.Equal((ChainOrigin.Modelled, ChainOrigin.Observed, ChainOrigin.Observed, ChainOrigin.Modelled),
            (labels.OriginOf(Row("2019-04-24")), labels.OriginOf(Row("2019-04-25")), labels.OriginOf(Row("2019-06-25")), labels.OriginOf(Row("2019-06-26"))));
        Assert.NotNull(labels.EndOf(Row("2019-04-24")));
        Assert.NotNull(labels.EndOf(Row("2019-06-26")));
        Assert.Null(labels.EndOf(Row("2019-06-20"))); // its trades outlive the observed chains
        Assert.Contains(labels.Row(Row("2019-04-26")).ToArray(), outcome => outcome.IsComplete);
        int[] observed = [.. Enumerable.Range(0, labels.Sessions.Length).Where(row => labels.OriginOf(row) == ChainOrigin.Observed)];
        Assert.Equal(38, observed.Length);
        Assert.All(observed.SelectMany(row => labels.Row(row).ToArray()),
            outcome => Assert.True(!outcome.IsComplete || outcome.Exit <= new DateOnly(2019, 6, 25), $"{outcome}"));

        // The lake keeps the origin of each row.
        LabelStore.Append(lake.Lab.Lake, labels);
        using LakeView view = lake.Lab.View();
        OutcomeMatrix stored = LabelStore.Read(view, "SPX", labels.Spec);
        Assert.Equal(ChainOrigin.Observed, stored.OriginOf(Array.BinarySearch(stored.Sessions, new DateOnly(2019, 4, 26))));
        Assert.Equal(ChainOrigin.Modelled, stored.OriginOf(Array.BinarySearch(stored.Sessions, new DateOnly(2019, 4, 24))));
    }

    [Fact]
    public void SpyLabels_TakeProfitsThatAreReached_AndNoTradeStaysOpenForEver()
    {
        OutcomeMatrix labels = lake.SpyLabels.Value;
        // With other modelled prices its mark equalled the target but for the last bit, and the trade went on to lose 36%.
        TradeOutcome put = labels.Row(Array.BinarySearch(labels.Sessions, new DateOnly(2015, 5, 1)))[(int)Structure.LongPut];
        Assert.Equal((ExitReason.TakeProfit, new DateOnly(2015, 5, 6)), (put.Reason, put.Exit));
        Assert.InRange(put.Return, 0.45, 0.65);
        int last = Array.FindLastIndex(labels.Sessions, session => session < labels.Sessions[^1].AddDays(-100));
        Assert.DoesNotContain(labels.Outcomes.Take((last + 1) * Structures.Count), outcome => outcome.Reason == ExitReason.Open);
        Assert.True(labels.Row(Array.BinarySearch(labels.Sessions, new DateOnly(2000, 2, 8)))[(int)Structure.BullPutSpread].IsComplete);
        TradeOutcome[] butterflies = [.. labels.Outcomes.Where(outcome => outcome.Structure == Structure.IronButterfly && outcome.IsComplete)];
        double taken = butterflies.Count(outcome => outcome.Reason == ExitReason.TakeProfit) / (double)butterflies.Length;
        Assert.InRange(taken, 0.1, 0.9);
    }

    [Fact]
    public void SpyLabels_EveryExitASessionLate_ChangesLittleAndIsReported()
    {
        OutcomeMatrix late = Labels.Build(lake.Spy.ChainHistory(), lake.Spy.Rules, CostModel.Default, options: new RuleOptions { LateExits = true });
        OutcomeMatrix held = Labels.Build(lake.Spy.ChainHistory(), lake.Spy.Rules, CostModel.Default, options: new RuleOptions { RegimeExits = false });
        IReadOnlyList<OutcomeVariants> variants = OutcomeVariants.Of(lake.SpyLabels.Value, held, late, lake.SpyLabels.Value);
        foreach (OutcomeVariants one in variants)
            TestContext.Current.TestOutputHelper?.WriteLine($"{one.Structure.Name(),-18} {one.Trades,6} {one.Mean:P2} {one.Late:P2} {one.LateDifference:P2} "
                + $"{one.Held:P2} {one.Ends[(int)ExitReason.RegimeChange]:P1}");
        Assert.Equal(Structures.Count, variants.Count);
        Assert.All(variants, one => Assert.True(one.Trades > 1_000 && one.Ends[(int)ExitReason.RegimeChange] is > 0.05 and < 0.6 && one.Held != one.Mean
            && one.LateDifference != 0 && Math.Abs(one.LateDifference) < 0.05, $"{one}"));
        Assert.Contains("with exits a session late", late.Spec, StringComparison.Ordinal);
    }

    /// <summary>
    /// Labels trade at one price of the underlying, so costs no longer write its level of the time into them: what they add to the rank correlation of return
    /// and price is nothing, where it was up to a fifth at the prices of the time.
    /// </summary>
    [Fact]
    public void SpyLabels_AtTheReferencePrice_CostsDoNotWriteThePriceLevelIntoThem()
    {
        LabelPricing pricing = lake.Spy.PricingOfLabels(lake.Spy.Bars.Sessions[^1]);
        OutcomeMatrix priced = Labels.Build(lake.Spy.ChainHistory(), lake.Spy.Rules, CostModel.Default, pricing: pricing.Exact());
        Assert.Contains($"price {pricing.ReferencePrice}", priced.Spec, StringComparison.Ordinal);
        double widest = 0;
        for (int s = 0; s < Structures.Count; s++)
        {
            (double now, double then) = (Added(priced, s), Added(lake.SpyLabels.Value, s));
            TestContext.Current.TestOutputHelper?.WriteLine($"{(Structure)s,-18} at the reference {now:0.000}, at the prices of the time {then:0.000}");
            Assert.InRange(now, -0.05, 0.05);
            widest = Math.Max(widest, Math.Abs(then));
        }

        Assert.True(widest > 0.08, $"{widest}");

        double Added(OutcomeMatrix labels, int structure)
        {
            TradeOutcome[] trades = [.. Enumerable.Range(0, labels.Sessions.Length).Select(row => labels.Row(row)[structure])
                .Where(outcome => outcome.IsComplete)];
            double[] price = [.. trades.Select(outcome => lake.Spy.Bars.Close[lake.Spy.Bars.IndexOf(outcome.Signal)])];
            return MathNet.Numerics.Statistics.Correlation.Spearman(trades.Select(outcome => outcome.Return), price)
                - MathNet.Numerics.Statistics.Correlation.Spearman(trades.Select(outcome => (outcome.Pnl + outcome.Costs) / outcome.CapitalAtRisk), price);
        }
    }

    [Fact]
    public void DeparturesFromTheRules_AreTrials_TheRulesAreNot()
    {
        var ledger = new TrialLedger(lake.Lab.Journal);
        DateOnly session = new(2021, 6, 1);
        int before = ledger.Count("structure SPY");
        lake.Lab.Trades.Trace("SPY", Structure.IronCondor, session, new DateOnly(2021, 6, 30));
        Assert.Equal(before, ledger.Count("structure SPY"));
        RuleOptions wide = new() { WingWidth = 3 };
        StructurePosition rules = lake.Lab.Trades.Trace("SPY", Structure.IronCondor, session, new DateOnly(2021, 6, 30)).Choice.Position!;
        StructurePosition wider = lake.Lab.Trades.Trace("SPY", Structure.IronCondor, session, new DateOnly(2021, 6, 30), options: wide).Choice.Position!;
        lake.Lab.Trades.Trace("SPY", Structure.IronCondor, new DateOnly(2021, 6, 2), new DateOnly(2021, 6, 30), options: wide);
        Assert.Equal(before + 1, ledger.Count("structure SPY"));
        Assert.True(wider.CapitalAtRisk > 2 * rules.CapitalAtRisk);
        Assert.Contains("wings ×3", ledger.Trials("structure SPY")[^1].SpecJson.Replace("\\u00D7", "×", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
