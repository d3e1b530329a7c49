using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Daily;
using ResearchLab.Options;
using ResearchLab.Reports;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>lab chain: looks at option chains.</summary>
internal static class ChainCommand
{
    private const int MaxViolations = 20;

    public static Command Create()
    {
        Option<string?> symbol = SharedOptions.Symbol("Symbol of the underlying; default SMH on the simulated market");
        Option<DateOnly?> session = SharedOptions.Session("Session of the chain; default the last completed one");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        Option<DateOnly?> expiry = SharedOptions.Date("--expiry", "Show every strike of this expiry");
        var quotedAt = new Option<TimeOnly?>("--quoted-at")
        {
            Description = "Time of day of the quotes where they are no closing ones, New York; series settle at 16:00",
            HelpName = "HH:MM",
            CustomParser = result =>
            {
                if (TimeOnly.TryParseExact(result.Tokens[0].Value, "HH:mm", out TimeOnly time))
                    return time;
                result.AddError($"--quoted-at is '{result.Tokens[0].Value}'; write a time of day as HH:MM.");
                return null;
            },
        };
        var parity = new Option<string>("--parity")
        {
            Description = "How forwards are found: a regression over pairs near the money, the nearest pair as volatility indices do, "
                + "or those behind the volatilities and deltas stored with the chain, with their vendor's time and rates",
            DefaultValueFactory = _ => "regression",
            HelpName = "regression|nearest|stored",
        };
        parity.AcceptOnlyFromAmong("regression", "nearest", "stored");
        Option<string?> plot = Plot("Write a page with the volatilities and the smiles fitted to them");
        var show = new Command("show", "One chain, cleaned: forwards, volatilities, liquidity and contradictions by expiry, or the strikes of one")
        {
            symbol, session, data, seed, expiry, quotedAt, parity, plot, json,
        };
        show.SetAction((parsed, cancellation) =>
        {
            CleaningOptions cleaning = CleaningOptions.Default with
            {
                Timing = parsed.GetValue(quotedAt) is { } time ? QuoteTiming.Of(time, new TimeOnly(16, 0)) : QuoteTiming.AtClose,
                Parity = parsed.GetValue(parity) == "nearest" ? ParityMethod.NearestPair : ParityMethod.Regression,
            };
            return Task.FromResult(Show(
                parsed.GetValue(symbol), parsed.GetValue(session), parsed.GetValue(data), parsed.GetValue(seed), cleaning, parsed.GetValue(parity) == "stored",
                parsed.GetValue(expiry), parsed.GetValue(plot), parsed.GetValue(json), cancellation));
        });
        return new Command("chain", "Option chains") { show, ModelErrorCommand.Create() };
    }

    /// <summary>The data of a session and its chain.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="ticker">Symbol.</param>
    /// <param name="session">Session; null for the last completed one.</param>
    /// <param name="asSeen">Takes observed quotes as they are; else a chain too narrow to choose from gives way to a modelled one, and that is said.</param>
    /// <param name="cancellation">Stops at the next safe point.</param>
    /// <exception cref="DataUnusableException">No chain was observed and none can be modelled.</exception>
    internal static (SessionData Data, OptionChain Chain) Load(Lab lab, string ticker, DateOnly? session, bool asSeen, CancellationToken cancellation)
    {
        DateOnly day = session ?? lab.LastSession;
        SessionData data = RunCommand.WithProgress(progress => lab.DataOfChain(ticker, day, progress, cancellation));
        OptionChain? seen = data.SeenChain(day), chosen = data.ChainAt(day);
        OptionChain chain = (asSeen ? seen ?? chosen : chosen ?? seen) ?? throw new DataUnusableException(
            $"No chain of {ticker} was observed on {day:yyyy-MM-dd} and none can be modelled without the volatility "
                + $"index{(data.Carried.Count == 0 ? "" : $": {string.Join("; ", data.Carried.Select(one => one.InWords))}")}. Ingest chains, or the index, "
                + "or ask for another '--session'.");
        if (seen is { Origin: ChainOrigin.Observed } && data.OriginAt(day) != ChainOrigin.Observed)
            Console.Error.WriteLine($"lab: {Narrow(seen, data.OriginAt(day))}");
        if (OtherBasis(data, chain) is { } gap)
            Console.Error.WriteLine($"lab: {gap}");
        if (chain.Origin == ChainOrigin.Modelled && data.Carried is { Count: > 0 } carried)
            Console.Error.WriteLine($"lab: {string.Join("; ", carried.Select(one => one.InWords))}");
        return (data, chain);
    }

    /// <summary>Why bars and an observed chain are prices of different units of the underlying, as before and after a split; null when they are not.</summary>
    internal static string? OtherBasis(SessionData data, OptionChain chain)
    {
        double close = data.Bars.Close[^1];
        return chain.Origin == ChainOrigin.Observed && close > 0 && Math.Abs(Math.Log(chain.Spot / close)) > SessionData.MostBasisGap
            ? $"the chain of {chain.Underlying} on {chain.Session:yyyy-MM-dd} was quoted at a spot of {chain.Spot:0.##}, the bar of that session closed at "
                + $"{close:0.##}: its prices look adjusted for a later split. Ingest raw bars and the splits; until then strikes and bars do not fit."
            : null;
    }

    private static string Narrow(OptionChain seen, ChainOrigin? instead) =>
        $"the {seen.Count:N0} {(seen.Count == 1 ? "quote" : "quotes")} of {seen.Underlying} observed on {seen.Session:yyyy-MM-dd} are too few to choose from "
            + $"({ChainBreadth.MinStrikes} strikes on each side of the forward in one expiry and {ChainBreadth.MinQuotes} quotes, "
            + $"{ChainBreadth.MinDays} to {ChainBreadth.MaxDays} days out): "
            + $"{(instead is null ? "no chain can be modelled instead without the volatility index" : "rules, features and labels use a modelled chain")}.";

    private const double AgreementTolerance = 5e-4;

    // How many of the volatilities that came with a chain are those solved here.
    private static (int Compared, int Close) Agreement(OptionChain stored, CleanedChain cleaned)
    {
        int compared = 0, close = 0;
        for (int row = 0; row < stored.Count && !stored.IsSolvedHere; row++)
        {
            if (!(stored.ImpliedVol[row] > 0) || !(0.5 * (stored.Bid[row] + stored.Ask[row]) > 0.20) || !(Math.Abs(stored.Delta[row]) is >= 0.05 and <= 0.95))
                continue;
            compared++;
            close += Math.Abs(cleaned.Chain.ImpliedVol[row] - stored.ImpliedVol[row]) <= AgreementTolerance ? 1 : 0;
        }

        return (compared, close);
    }

    /// <summary>The option to write a page of figures.</summary>
    internal static Option<string?> Plot(string description) => new("--plot") { Description = description, HelpName = "FILE.html" };

    /// <summary>Writes a page of figures and says where on standard error.</summary>
    internal static void WritePlot(Lab lab, string file, string title, OptionChain chain, IReadOnlyList<Figure> figures)
    {
        if (!file.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--plot is '{file}'; name a file that ends with .html.");
        string path = FigurePage.Write(
            file, title, [$"{Badge(chain.Origin)}; spot {chain.Spot:0.00}, rate {Display.Percent(chain.RatePerYear, 2)}"], figures,
            File.ReadAllText(PlotlyScript.Find(lab.Options.Home)));
        Console.Error.WriteLine($"lab: wrote {path}");
    }

    internal static string Badge(ChainOrigin origin) => origin switch
    {
        ChainOrigin.Demo => "DEMO: simulated market, not real prices",
        ChainOrigin.Modelled => "MODELLED option prices, not observed",
        ChainOrigin.Observed => "observed option prices",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, $"There is no chain origin {(int)origin}."),
    };

    private static int Show(string? symbol, DateOnly? session, string? data, ulong seed, CleaningOptions cleaning, bool asStored, DateOnly? expiry,
        string? plot, bool json, CancellationToken cancellation)
    {
        (Lab lab, string ticker) = LabChooser.Choose(LabOptions.FromEnvironment(), symbol, data, seed);
        using (lab)
        {
            (SessionData known, OptionChain chain) = Load(lab, ticker, session, asSeen: true, cancellation);
            if (asStored && (chain.IsSolvedHere || chain.Origin != ChainOrigin.Observed))
                throw new UsageException($"--parity is 'stored', but the chain of {ticker} on {chain.Session:yyyy-MM-dd} came without volatilities and "
                    + "deltas of a vendor. Use '--parity regression'.");
            CleanedChain cleaned = ChainCleaning.Clean(chain,
                cleaning with { Previous = known.Liquidity(chain).Previous, Vendor = asStored ? VendorConvention.Infer(chain) : null });
            (int compared, int close) = Agreement(chain, cleaned);
            CleanedExpiry? chosen = expiry is { } date ? cleaned.At(date) : null;
            ChainSurface surface = ChainSurface.Fit(cleaned);
            if (json)
                Console.Out.WriteLine(ChainJson.Write(cleaned, surface, chosen, compared, close));
            else
                Print(Terminal.Output(), cleaned, surface, chosen, compared, close);
            if (plot is not null)
                WritePlot(lab, plot, $"{ticker}, {chain.Session:yyyy-MM-dd}", chain,
                    [Chart.FittedSmiles(cleaned, surface, chosen is null ? null : [chosen.Expiry])]);
        }

        return ExitCode.Done;
    }

    private static void Print(IAnsiConsole console, CleanedChain cleaned, ChainSurface surface, CleanedExpiry? chosen, int compared, int close)
    {
        OptionChain chain = cleaned.Chain;
        string quotedAt = $"spot {chain.Spot:0.00}, rate {Display.Percent(chain.RatePerYear, 2)}  {Badge(chain.Origin)}";
        console.MarkupLineInterpolated($"[bold]{chain.Underlying}[/] at the close of [bold]{chain.Session:yyyy-MM-dd}[/], {quotedAt}");
        console.WriteLine($"{chain.Count:N0} quotes, {(cleaned.Exercise == ExerciseStyle.American ? "American" : "European")} exercise, "
            + $"{cleaned.Solved:N0} with an implied volatility, {cleaned.Flags.Count(flags => flags != QuoteFlags.None):N0} flagged, "
            + $"{cleaned.Violations.Count:N0} {(cleaned.Violations.Count == 1 ? "contradiction" : "contradictions")} beyond the spreads");
        if (chain.Origin == ChainOrigin.Observed && compared > 0)
            console.WriteLine(
                $"volatilities stored with the chain: {Display.Percent((double)close / compared, 1)} of {compared:N0} within {AgreementTolerance} "
                + "of these (mid above 0.20, delta 0.05 to 0.95)");
        else if (chain.Origin == ChainOrigin.Observed)
            console.MarkupLine("no volatilities came with the chain; these are solved from the mids");
        if (chosen is null)
        {
            VixStyleResult vixStyle = VixStyleVol.OfChain(chain);
            console.WriteLine(vixStyle.Status == VixStyleStatus.Solved
                ? $"30-day volatility by the method of the VIX: {Display.Percent(vixStyle.VolAnnual, 2)}"
                : $"no 30-day volatility by the method of the VIX: {vixStyle.Why}");
            Expiries(console, cleaned, surface);
        }
        else
            Strikes(console, cleaned, chosen);
        ChainViolation[] shown = [.. cleaned.Violations.Where(found => chosen is null || found.Contracts.Any(contract => contract.Expiry == chosen.Expiry))
            .OrderByDescending(found => found.Size)];
        foreach (ChainViolation violation in shown.Take(MaxViolations))
            console.MarkupLineInterpolated($"  [red]arbitrage[/] {violation}");
        if (shown.Length > MaxViolations)
            console.MarkupLineInterpolated($"  and {shown.Length - MaxViolations:N0} smaller ones; --json lists all");
    }

    private static void Expiries(IAnsiConsole console, CleanedChain cleaned, ChainSurface surface)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("Expiry");
        foreach (string name in new[] { "Days", "Forward", "Rate", "ATM IV", "25Δ put", "25Δ call", "Quotes", "Solved", "Flagged", "Smile", "Fit error" })
            table.AddColumn(new TableColumn(name).RightAligned());
        for (int i = 0; i < cleaned.Expiries.Count; i++)
        {
            CleanedExpiry expiry = cleaned.Expiries[i];
            SmileSlice slice = surface.Slices[i];
            string Wing(OptionRight right, double delta)
            {
                double strike = slice.Status == SmileStatus.None ? double.NaN : surface.StrikeAtDelta(right, delta, expiry.Years);
                return double.IsNaN(strike) ? "–" : strike.ToString("0.0");
            }

            string rate = expiry.Years > 0 ? Display.Percent(-Math.Log(expiry.Discount) / expiry.Years, 2) + Mark(expiry.Parity.Status) : "–";
            table.AddRow(
                expiry.Expiry.ToString("yyyy-MM-dd"), (expiry.Expiry.DayNumber - cleaned.Chain.Session.DayNumber).ToString(),
                expiry.Forward.ToString("0.00"), rate,
                Percent(expiry.AtmVol), Wing(OptionRight.Put, -0.25), Wing(OptionRight.Call, 0.25), expiry.Count.ToString("N0"), expiry.Solved.ToString("N0"),
                expiry.Flagged.ToString("N0"),
                slice.Status.ToString().ToLowerInvariant(), double.IsNaN(slice.RmsError) ? "–" : Display.Percent(slice.RmsError, 2));
        }

        console.WriteTable(table);
        if (cleaned.Expiries.Any(expiry => expiry.Parity.Status != ParityStatus.ForwardAndDiscount))
            console.MarkupLine("[grey]* the given rate: the pairs of calls and puts do not pin one[/]");
        if (cleaned.Expiries.Any(expiry => expiry.Years > 0 && expiry.Parity.Status == ParityStatus.Implausible))
            console.MarkupLine("[yellow]! the forward that calls and puts imply is too far from the spot to be one: stale quotes, a spot of another time, "
                + "or a stock dear to borrow; the spot grown at the given rate stands in, and volatilities are worth little[/]");
    }

    private static string Mark(ParityStatus status) => status switch { ParityStatus.ForwardAndDiscount => "", ParityStatus.Implausible => "!", _ => "*" };

    private static void Strikes(IAnsiConsole console, CleanedChain cleaned, CleanedExpiry expiry)
    {
        OptionChain chain = cleaned.Chain;
        string forward = $"forward {expiry.Forward:0.00} ({expiry.Parity.Status}, {expiry.Parity.Pairs} pairs), "
            + $"discount {expiry.Discount:0.000000}, ATM IV {Percent(expiry.AtmVol)}";
        console.MarkupLineInterpolated($"expiry [bold]{expiry.Expiry:yyyy-MM-dd}[/]: {forward}");
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("Strike").RightAligned()).AddColumn("Right");
        foreach (string name in new[] { "Bid", "Ask", "IV", "Delta", "Gamma", "Vega", "Theta", "Open int." })
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("Flags");
        for (int row = expiry.Start; row < expiry.End; row++)
        {
            Greeks greeks = cleaned.Greeks[row];
            string flags = cleaned.Flags[row] == QuoteFlags.None ? "" : cleaned.Flags[row].ToString();
            if (cleaned.Flags[row].HasFlag(QuoteFlags.NoImpliedVol))
                flags += $" ({cleaned.Status[row]})";
            table.AddRow(
                chain.Contracts[row].Strike.ToString("0.###"), chain.Contracts[row].Right == OptionRight.Call ? "call" : "put", Price(chain.Bid[row]),
                Price(chain.Ask[row]),
                Percent(chain.ImpliedVol[row]), Number(greeks.DeltaPerUnit, "0.000"), Number(greeks.GammaPerUnit, "0.0000"),
                Number(greeks.VegaPerVolPoint, "0.000"),
                Number(greeks.ThetaPerDay, "0.000"), Number(chain.OpenInterest[row], "N0"), flags);
        }

        console.WriteTable(table);
    }

    private static string Price(double value) => value > 0 ? value.ToString("0.00") : "–";

    private static string Percent(double value) => double.IsNaN(value) ? "–" : Display.Percent(value, 1);

    private static string Number(double value, string format) => double.IsNaN(value) ? "–" : value.ToString(format);
}
