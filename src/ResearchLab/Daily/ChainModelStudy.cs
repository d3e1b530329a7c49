using ResearchLab.Basics;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Daily;

/// <summary>The chain model beside the observed chains of a lake: fitted on the first of them, judged on the others.</summary>
/// <param name="FitThrough">Last session fitted on.</param>
/// <param name="FitSessions">Sessions fitted on.</param>
/// <param name="TestSessions">Sessions judged on.</param>
/// <param name="Fitted">Constants of the fit, on the later sessions.</param>
/// <param name="Shipped">The shipped constants, on the later sessions.</param>
/// <param name="LeftOut">Mean relative error of the level in every quarter when it is fitted on the others; empty with fewer than two quarters.</param>
public sealed record ChainModelStudy(
    DateOnly FitThrough, int FitSessions, int TestSessions, ChainModelResult Fitted, ChainModelResult Shipped,
    IReadOnlyList<(string Period, int Sessions, double Error)> LeftOut)
{
    private const int LeastSmiles = 20;

    /// <summary>Reads, fits and judges.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="names">Names of the market's series.</param>
    /// <param name="underlyings">Underlyings whose observed chains are used.</param>
    /// <param name="fitThrough">Last session to fit on; two thirds of the sessions by default.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between chains.</param>
    /// <exception cref="DataUnusableException">Chains, market bars or volatility indices are missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fitThrough"/> leaves no chains on one side.</exception>
    public static ChainModelStudy Of(
        LakeView view, MarketNames names, IReadOnlyList<string> underlyings, DateOnly? fitThrough = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(underlyings);
        DateOnly[] sessions = [.. underlyings.SelectMany(underlying => LakeMarket.ChainSessions(view, underlying)).Distinct().Order()];
        if (sessions.Length < 2)
            throw new DataUnusableException($"The lake holds {sessions.Length} observed chains of {string.Join(", ", underlyings)}; "
                + "fitting on some and testing on others needs 2. Ingest chains with './lab ingest csv FILE'.");
        DateOnly split = fitThrough ?? sessions[(2 * sessions.Length / 3) - 1];
        if (split < sessions[0] || split >= sessions[^1])
            throw new ArgumentOutOfRangeException(nameof(fitThrough),
                Invariant($"{split:yyyy-MM-dd} must leave chains on both sides, and they run from {sessions[0]:yyyy-MM-dd} to {sessions[^1]:yyyy-MM-dd}."));
        BarSeries market = LakeMarket.Bars(view, names.Market);
        if (market.Count == 0)
            throw new DataUnusableException($"The lake holds no daily bars of {names.Market}, whose returns the chain model looks at. "
                + $"Ingest them with './lab ingest csv FILE --symbol {names.Market}'.");
        MarketContext context = SessionData.Surroundings.Read(view, names, market).Context;
        MarketState?[] states = MarketStates.Of(market, context);
        if (!context.Vix.AlignTo(sessions).Any(value => value > 0))
            throw new DataUnusableException($"The lake holds no '{names.Vix}' for the sessions of the chains. Ingest the volatility index with './lab ingest "
                + $"csv FILE --series {names.Vix}=close'.");
        MarketState? State(DateOnly session) => market.IndexOf(session) is >= 0 and var row ? states[row] : null;

        Dictionary<string, Func<ChainModel, Func<DateOnly, VolSurface?>>> surfaces = underlyings.ToDictionary(one => one,
            one => ModelledMarket.SurfacesOf(view, one, context));
        var smiles = new List<ObservedSmile>();
        var chosen = new List<(StructurePosition Position, OptionChain Chain)>();
        int done = 0;
        foreach (string underlying in underlyings)
        {
            Func<DateOnly, VolSurface?> shipped = surfaces[underlying](ChainModel.Shipped);
            foreach (OptionChain chain in LakeMarket.Chains(view, underlying, sessions[0], sessions[^1]))
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new RunProgress("cleaning chains", (double)++done / sessions.Length));
                if (chain.Origin != ChainOrigin.Observed || !(chain.Spot > 0))
                    continue;
                List<ObservedSmile> found = ObservedSmile.Of(chain);
                smiles.AddRange(found.Count > 0 || shipped(chain.Session) is not { } surface ? found : ObservedSmile.Thin(chain, surface));
                var distributions = new ChainDistributions(chain);
                foreach (Structure structure in Enum.GetValues<Structure>())
                {
                    if (structure != Structure.NoTrade && ParameterRules.Choose(structure, distributions, new RuleContext(double.NaN, double.NaN, double.NaN),
                        LiquidityRules.Default).Position is { } position)
                        chosen.Add((position, chain));
                }
            }
        }

        ObservedSmile[] train = [.. smiles.Where(smile => smile.Session <= split)], test = [.. smiles.Where(smile => smile.Session > split)];
        if (train.Length < LeastSmiles || test.Length == 0)
            throw new DataUnusableException(Invariant($"Not enough expiries between {ObservedSmile.MinDays} and {ObservedSmile.MaxDays} days with usable ")
                + Invariant($"quotes {(test.Length == 0 ? "after" : "up to")} {split:yyyy-MM-dd} ({train.Length} smiles before, {test.Length} after). ")
                + "Use whole chains, or another session to fit through.");
        ChainModelResult Judge(ChainModel model)
        {
            Dictionary<string, Func<DateOnly, VolSurface?>> modelled = underlyings.ToDictionary(one => one, one => surfaces[one](model));
            return new ChainModelResult(
                model, ModelError.Of(test, (underlying, session) => modelled[underlying](session)),
                Biases(chosen.Where(one => one.Chain.Session > split), (underlying, session) => modelled[underlying](session)));
        }

        List<SessionLevel> levels = SessionLevel.Of([.. smiles.Where(smile => ModelledChainSurfaces.IsMarket(smile.Underlying, names.Market))], State,
            ChainModel.Shipped.Smile);
        return new ChainModelStudy(
            split, Count(train), Count(test), Judge(ModelFit.Fit(train, State, null, names.Market)), Judge(ChainModel.Shipped),
            levels.Select(level => level.Period).Distinct(StringComparer.Ordinal).Count() > 1 ? ModelFit.LeaveOut(levels) : []);
    }

    private static int Count(ObservedSmile[] smiles) => smiles.Select(smile => smile.Session).Distinct().Count();

    private static List<StructureBias> Biases(IEnumerable<(StructurePosition Position, OptionChain Chain)> chosen, Func<string, DateOnly, VolSurface?> surface)
    {
        var found = new SortedDictionary<(string Period, Structure Structure), List<double>>();
        foreach ((StructurePosition position, OptionChain chain) in chosen)
        {
            if (surface(chain.Underlying, chain.Session) is not { } modelled)
                continue;
            double miss = 0;
            foreach (Leg leg in position.Legs)
            {
                (double bid, double ask) = ModelledChain.Quote(chain.Session, chain.Spot, modelled, leg.Contract);
                int row = chain.IndexOf(leg.Contract);
                miss += leg.Quantity * ((0.5 * (bid + ask)) - (0.5 * (chain.Bid[row] + chain.Ask[row])));
            }

            (string, Structure) key = (SessionLevel.PeriodOf(chain.Underlying, chain.Session), position.Structure);
            if (!found.TryGetValue(key, out List<double>? misses))
                found[key] = misses = [];
            misses.Add(miss * OptionContract.Multiplier / position.CapitalAtRisk);
        }

        return [.. found.Select(pair => new StructureBias(
            pair.Key.Period, pair.Key.Structure, pair.Value.Count, pair.Value.Average(), pair.Value.Average(Math.Abs)))];
    }
}
