using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Reports;
using ResearchLab.Risk;
using ResearchLab.Time;

namespace ResearchLab.Tests.Reports;

/// <summary>A plausible day: 420 sessions of a random walk, a Black–Scholes chain with a skew, and positions set by hand on it.</summary>
internal static class ReportFixture
{
    private const double Rate = 0.05;

    public static readonly DateOnly Session = new(2024, 1, 5);

    public static BarSeries Bars(string symbol = "SPY")
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(2022, 5, 9), Session);
        var random = new Pcg32(11);
        double[] open = new double[sessions.Length], high = new double[open.Length], low = new double[open.Length], close = new double[open.Length];
        double price = 400;
        for (int i = 0; i < open.Length; i++)
        {
            open[i] = price * Math.Exp(0.003 * random.NextNormal());
            close[i] = open[i] * Math.Exp(0.0004 + (0.009 * random.NextNormal()));
            high[i] = Math.Max(open[i], close[i]) * (1 + (0.004 * random.NextDouble()));
            low[i] = Math.Min(open[i], close[i]) * (1 - (0.004 * random.NextDouble()));
            price = close[i];
        }

        double scale = 467.92 / close[^1];
        double[] Scaled(double[] values) => [.. values.Select(value => value * scale)];
        return new BarSeries(symbol, sessions, Scaled(open), Scaled(high), Scaled(low), Scaled(close), [.. open.Select(_ => 8e7)]);
    }

    public static OptionChain Chain(ChainOrigin origin, string symbol = "SPY")
    {
        const double spot = 467.92;
        OptionContract[] contracts =
        [
            .. from expiry in OptionExpiries.Listed(Session)
               from step in Enumerable.Range(0, 45)
               from right in (OptionRight[])[OptionRight.Call, OptionRight.Put]
               select new OptionContract(expiry, 360 + (5 * step), right),
        ];
        double Vol(OptionContract c) => 0.135 - (0.35 * Math.Log(c.Strike / spot)) + (0.9 * Math.Pow(Math.Log(c.Strike / spot), 2));
        double[] price = [.. contracts.Select(c => BlackScholes.Price(c.Right, spot, c.Strike, Vol(c), BlackScholes.Years(Session, c.Expiry), Rate))];
        double[] delta =
            [.. contracts.Select(c => BlackScholes.Greeks(c.Right, spot, c.Strike, Vol(c), BlackScholes.Years(Session, c.Expiry), Rate).DeltaPerUnit)];
        return new OptionChain
        {
            Underlying = symbol,
            Session = Session,
            Spot = spot,
            RatePerYear = Rate,
            Origin = origin,
            Contracts = contracts,
            Bid = [.. price.Select(p => Math.Max(0, Math.Round(p * 0.985, 2)))],
            Ask = [.. price.Select(p => Math.Round((p * 1.015) + 0.01, 2))],
            Volume = [.. price.Select(_ => 1200.0)],
            OpenInterest = [.. price.Select(_ => 5400.0)],
            ImpliedVol = [.. contracts.Select(Vol)],
            Delta = delta,
        };
    }

    public static StructurePosition Position(Structure structure, OptionChain chain)
    {
        DateOnly near = new(2024, 2, 16), far = new(2024, 3, 15);
        (OptionContract Contract, int Quantity)[] set = structure switch
        {
            Structure.IronCondor =>
                [(new(near, 440, OptionRight.Put), 1), (new(near, 450, OptionRight.Put), -1), (new(near, 485, OptionRight.Call), -1),
                    (new(near, 495, OptionRight.Call), 1)],
            Structure.LongCall => [(new(near, 465, OptionRight.Call), 1)],
            Structure.LongStraddle => [(new(near, 470, OptionRight.Call), 1), (new(near, 470, OptionRight.Put), 1)],
            Structure.BullCallSpread => [(new(near, 465, OptionRight.Call), 1), (new(near, 480, OptionRight.Call), -1)],
            Structure.PutCalendar => [(new(near, 470, OptionRight.Put), -1), (new(far, 470, OptionRight.Put), 1)],
            _ => throw new ArgumentOutOfRangeException(nameof(structure), structure, "not set up"),
        };
        if (structure == Structure.PutCalendar) // its extremes are not a matter of adding up strikes
            return PositionBuilder.Build(structure, chain, set).Position!;
        Leg[] legs =
        [
            .. set.Select(leg => (leg, row: chain.IndexOf(leg.Contract))).Select(x => new Leg(
                x.leg.Contract, x.leg.Quantity, chain.Bid[x.row], chain.Ask[x.row], chain.ImpliedVol[x.row], chain.Delta[x.row], chain.OpenInterest[x.row])),
        ];
        double limit = Math.Round(legs.Sum(leg => leg.Quantity * leg.Mid), 2);
        double debit = 100 * limit;
        (double profit, double loss, double[] breakevens) = structure switch
        {
            Structure.IronCondor => (-debit, 1000 + debit, (double[])[450 + limit, 485 - limit]),
            Structure.LongCall => (double.PositiveInfinity, debit, [465 + limit]),
            Structure.LongStraddle => (double.PositiveInfinity, debit, [470 - limit, 470 + limit]),
            Structure.BullCallSpread => (1500 - debit, debit, [465 + limit]),
            _ => throw new ArgumentOutOfRangeException(nameof(structure), structure, "not set up"),
        };
        return new StructurePosition
        {
            Structure = structure,
            Underlying = chain.Underlying,
            Session = Session,
            Spot = chain.Spot,
            Origin = chain.Origin,
            Legs = legs,
            Expiry = near,
            NetMid = limit,
            LimitPrice = limit,
            MaxProfit = profit,
            MaxLoss = loss,
            CapitalAtRisk = loss,
            Breakevens = breakevens,
            WinProbability = 0.634,
            ExpectedMove = 21.4,
            Greeks = new PositionGreeks(-3.1, -0.62, -21.5, 9.84),
            Exits = new ExitRules(0.5 * (limit < 0 ? -debit : debit), limit < 0 ? -2 * debit : 0.3 * debit, new DateOnly(2024, 1, 26)),
            Reasons = ["expiry 2024-02-16 is 42 days away, the nearest to 45 in 30–60", "short put 450: delta −0.19 is nearest to −0.18"],
        };
    }

    public static DailyReportInput Input(
        Structure structure = Structure.IronCondor, Decision decision = Decision.Recommend, ChainOrigin origin = ChainOrigin.Modelled, string symbol = "SPY")
    {
        OptionChain chain = Chain(origin, symbol);
        StructurePosition? position = structure == Structure.NoTrade ? null : Position(structure, chain);
        double[] probabilities = [.. Enumerable.Range(0, Structures.ClassCount).Select(i => i == (int)structure ? 0.312 : 0.688 / 11)];
        return new DailyReportInput
        {
            Recommendation = new Recommendation
            {
                Session = Session,
                Symbol = symbol,
                Data = origin,
                LearnedFrom = origin == ChainOrigin.Observed ? ChainOrigin.Modelled : origin,
                OnPaper = true,
                Forecast = position is null ? default : new TradeForecast(0.66, 0.021, 0.61, 212),
                Candidates = Candidates(position),
                Desk = new DeskSummary(
                    "outcome", true, "No edge: the desk closed 148 trades and earned −0.68% of the account a year above T-bills (80% −1.32%…−0.17%).",
                    "In 2023, out of sample, it recommended on 41 of 168 sessions.", false, 1143,
                    -0.07, -0.061, [new("expected_outcome", 466), new("risk_per_trade", 165)], 1240),
                Decision = decision,
                Structure = structure,
                Confidence = position is null ? double.NaN : 0.66,
                Probabilities = probabilities,
                Position = position,
                Contracts = decision == Decision.Recommend ? 2 : 0,
                Checks = position is null ? [] :
                [
                    new("risk_per_trade", 0.0148, 0.02, true, "risk per trade 1.5% ≤ 2.0%"),
                    new("open_positions", 3, 5, true, "3 open positions ≤ 5"),
                    new("win_probability", decision == Decision.NotOpened ? 0.51 : 0.634, 0.55, decision != Decision.NotOpened,
                        decision == Decision.NotOpened ? "win probability 51.0% is below 55.0%" : "win probability 63.4% ≥ 55.0%"),
                ],
                Reasons = ["the model gives iron condor 31.2%, twice the next", "implied volatility rank 0.62 favours selling premium"],
                Explanation = new Explanation(structure, ExplanationScale.ClassLogOdds, -2.1, -1.619, 5023,
                [
                    new("iv_rank252", 0.62, "fraction", 0.81, 0.412), new("vix_term", 0.91, "fraction", 0.44, 0.2),
                    new("hv21_pctile252", double.NaN, "fraction", double.NaN, -0.131),
                ]),
                Similar = position is null ? null : new SimilarStates(structure, 41, 12.4, 0.68, 0.52, 0.49,
                    [new(2023, 7, 14), new(2021, 11, 3), new(2019, 2, 22)]),
                Evidence = new Evidence("9f2c41d07a", new DateTimeOffset(2024, 1, 5, 21, 30, 0, TimeSpan.Zero), 42, "3f2a91c0 dirty",
                    $"{symbol}-2023-12-29-3f2a91c0", "84-v1", "modelled from vix and vix3m, 812 quotes")
                {
                    Carried = [new CarriedValue("T-bill yield 'tbill_13w'", 0.0524, new DateOnly(2024, 1, 4), 1)]
                },
            },
            Bars = Bars(symbol),
            Chain = chain,
            Features = [.. Enumerable.Range(0, 84).Select(i => i % 9 == 4 ? double.NaN : Math.Sin(i) * Math.Pow(10, (i % 7) - 4))],
            Model = Card(symbol),
            Timings = [new("features", TimeSpan.FromMilliseconds(412)), new("predict", TimeSpan.FromSeconds(2.34))],
            Plotly = "var Plotly = { react() { } }; // </script><!-- <script>",
        };
    }

    private static Candidate[] Candidates(StructurePosition? position) =>
    [
        .. position is null ? [] : (Candidate[])[new(position.Structure, null, new TradeForecast(0.66, 0.021, 0.61, 212), position.WinProbability,
            position.CapitalAtRisk, -3.2, -17.5, [])],
        new(Structure.PutCalendar, "not tradable: no put near 0.50Δ with a bid", new TradeForecast(double.NaN, double.NaN, double.NaN, 12), double.NaN,
            double.NaN, double.NaN, double.NaN, []),
    ];

    private static ModelCard Card(string symbol)
    {
        var context = new MetricContext("rules v1, costs 0.65 a contract", "wf5-3f2a91c0", 1240, 87.3, 0.241, 1, "9f2c41d07a", "3f2a91c0", 42);
        PolicyResult[] policies =
        [
            new("model", 0.0021, -0.0034, 0.0075, 0, 0, 0, 640, 0.58, 0.081, -0.42, -0.61, 1.1, 0.9, 260, context),
            new("no_trade", 0, 0, 0, 0.0021, -0.0034, 0.0075, 0, double.NaN, 0.083, 0, 0, double.NaN, 0, 0, context),
            .. Structures.Names.Take(Structures.Count).Select((name, i) => new PolicyResult(
                $"always_{name}", -0.002 * i, (-0.002 * i) - 0.006, (-0.002 * i) + 0.006, 0.0021 + (0.002 * i), -0.0064 + (0.002 * i), 0.0106 + (0.002 * i),
                1230, 0.45, 0.09, -0.8, -0.9, 0.8, 3.2, 500, context)),
            new("textbook", 0.012, 0.006, 0.018, -0.0099, -0.016, -0.004, 700, 0.61, 0.07, -0.3, -0.5, 1.2, 0.7, 284, context),
        ];
        return new ModelCard(
            $"{symbol}-2023-12-29-3f2a91c0", symbol, new DateOnly(2023, 12, 29), 1, "9f2c41d07a", "3f2a91c0", 42, "objective=multiclass", 2210, 1.42,
            new ModelEvaluation(
                [new("accuracy", 0.262, 0.214, 0.311, context), new("log_loss", 2.31, 2.24, 2.39, context with { MajorityBaseline = 2.35 }),
                    new("ece", 0.031, 0.012, 0.055, context with { MajorityBaseline = 0.02 })],
                policies, [new(0.15, 0.17, 310), new(0.24, 0.22, 640), new(0.33, 0.36, 250), new(0.47, 0.35, 40), new(double.NaN, double.NaN, 0)], false,
                "No edge: the model does not beat every baseline; against no_trade it earns +0.21% a session, 95% interval −0.34% to 0.75%."));
    }
}
