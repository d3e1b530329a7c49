using System.Globalization;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Options;
using ResearchLab.Reports;
using ResearchLab.Risk;
using Spectre.Console;

namespace ResearchLab.Runner;

/// <summary>The recommendation as a person reads it in a terminal.</summary>
internal static class RunSummary
{
    public static void Print(IAnsiConsole console, LabRun run)
    {
        Recommendation recommendation = run.Recommendation;
        Headline(console, recommendation);
        if (recommendation.Position is { } position)
        {
            if (recommendation.Decision != Decision.Recommend)
                console.MarkupLineInterpolated($"[grey]the candidate, {recommendation.Structure.Name().Replace('_', ' ')}, not recommended:[/]");
            Position(console, position, recommendation.Candidates.FirstOrDefault(one => one.Structure == recommendation.Structure)?.ExpectedValueAfterCosts);
        }

        if (recommendation.Checks.Count > 0)
            Checks(console, recommendation.Checks);
        foreach (OverriddenSetting setting in recommendation.Overridden)
            console.MarkupLineInterpolated($"[yellow]Not the default:[/] {setting.Text}");
        Candidates(console, recommendation);
        console.MarkupLine("[bold]Why[/]");
        foreach (string reason in recommendation.Reasons)
            console.MarkupLineInterpolated($"  · {reason}");
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]Model[/]   {recommendation.Evidence.Model}: {run.Model.Evaluation.Verdict}");
        console.MarkupLineInterpolated($"[bold]Desk[/]    {recommendation.Desk.LastYear}");
        console.MarkupLineInterpolated($"[bold]Chain[/]   {recommendation.Evidence.Chain}");
        Evidence evidence = recommendation.Evidence;
        // One piece of markup: two would be wrapped each for itself, in the middle of a word.
        string evidenceText = $"snapshot {evidence.Snapshot} as of {evidence.AsOf:yyyy-MM-dd HH:mm} UTC, seed {evidence.Seed}, "
            + $"code {evidence.Code}, configuration {evidence.Config}, features {evidence.FeatureSet}";
        console.MarkupLineInterpolated($"[bold]Evidence[/] {evidenceText}");
        console.MarkupInterpolated($"[bold]Report[/]  ");
        // A path must stay one piece for copying, so it is written past the wrapping.
        console.Profile.Out.Writer.WriteLine(run.ReportPath);
        if (!run.IsFirst)
            console.MarkupLine("[grey]This session was recorded before with this configuration and model; the record is shown.[/]");
        if (run.DecidedAgain is { } again)
        {
            string now =
                $"{RecommendationJson.Name(again.Decision)} {again.Structure.Name()} at {Display.Percent(again.Confidence)}, {again.Contracts} unit(s)";
            console.MarkupLineInterpolated($"[yellow]Today's code and lake no longer give it to the last digit: they decide {now}.[/]");
        }
        console.MarkupLineInterpolated($"[grey]{run.TotalMilliseconds / 1000:0.00} s[/]");
    }

    /// <summary>Every step of the run.</summary>
    public static void PrintSteps(IAnsiConsole console, LabRun run)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(new TableColumn("Step"), new TableColumn("State"), new TableColumn("ms").RightAligned(), new TableColumn("Reads"),
            new TableColumn("Makes"), new TableColumn("First by run"));
        foreach (StepRun step in run.Steps)
        {
            string colour = step.State switch
            {
                StepState.Changed or StepState.Partial => "yellow",
                StepState.Reused or StepState.Same => "grey",
                _ => "green"
            };
            table.AddRow(
                Markup.Escape(step.Name.Replace('_', ' ')), $"[{colour}]{step.StateName}[/]", step.Milliseconds.ToString("0.0", CultureInfo.InvariantCulture),
                Markup.Escape(string.Join(", ", step.Inputs)),
                Markup.Escape(string.Join(", ", step.Outputs)), step.FirstRun == run.RunId ? "this" : Markup.Escape(step.FirstRun));
        }

        console.WriteTable(table);
        console.MarkupLine("[grey]done: for the first time; reused: what it makes was there; same: computed again, to the byte what was written down; "
            + "changed: no longer that, and what was written down stays; partial: to be done again by the next run.[/]");
    }

    private static void Headline(IAnsiConsole console, Recommendation recommendation)
    {
        string badge = recommendation.Data switch
        {
            ChainOrigin.Demo => "[black on yellow] DEMO: simulated market, not real prices [/]",
            ChainOrigin.Modelled => "[black on yellow] MODELLED option prices, not observed [/]",
            ChainOrigin.Observed => "[black on green] observed option prices [/]",
            _ => throw new InvalidDataException($"There is no chain origin {(int)recommendation.Data}."),
        };
        (string colour, string words) = recommendation.Decision switch
        {
            Decision.Recommend => ("green", recommendation.OnPaper ? "RECOMMEND, ON PAPER ONLY" : "RECOMMEND"),
            Decision.NotOpened => ("yellow", "NOT OPENED"),
            Decision.NoTrade => ("grey", "NO TRADE"),
            _ => throw new ArgumentOutOfRangeException(nameof(recommendation), recommendation.Decision, "There is no such decision."),
        };
        string what = recommendation.Decision switch
        {
            Decision.Recommend => $"{recommendation.Structure.Name().Replace('_', ' ')}, confidence {Display.Percent(recommendation.Confidence)}, "
                + $"{recommendation.Contracts} unit(s)",
            Decision.NotOpened => Wording.Failed(recommendation),
            _ when !recommendation.Desk.InForce => "no picker has earned more than T-bills out of sample",
            _ when recommendation.Structure == Structure.NoTrade => "nothing eligible is proposed",
            _ => $"the candidate is not worth its costs: {Wording.Failed(recommendation)}",
        };
        console.MarkupLine($"[bold]{Markup.Escape(recommendation.Symbol)}[/] at the close of [bold]{recommendation.Session:yyyy-MM-dd}[/]  {badge}");
        console.MarkupLine($"[bold {colour}]{words}[/]  {Markup.Escape(what)}");
        if (recommendation.Data == ChainOrigin.Observed && recommendation.LearnedFrom != ChainOrigin.Observed)
            console.MarkupLineInterpolated($"[black on yellow] {Wording.Learned(recommendation.LearnedFrom)} [/]");
        console.WriteLine();
    }

    /// <summary>Two decisions of one session side by side.</summary>
    public static void PrintBeside(IAnsiConsole console, Recommendation configured, Recommendation otherwise, string changes)
    {
        Headline(console, configured);
        Table table = new Table().Border(TableBorder.Simple).AddColumns("", "as configured", Markup.Escape(changes));
        void Row(string name, Func<Recommendation, string> of) => table.AddRow(name, Markup.Escape(of(configured)), Markup.Escape(of(otherwise)));
        Row("decision", Wording.Of);
        Row("structure", one => Wording.Of(one.Structure));
        Row("units", one => $"{one.Contracts}");
        Row("at risk", one => one.Position is { } position ? Display.Money(one.Contracts * position.CapitalAtRisk, 0) : "–");
        Row("confidence", one => Share(one.Confidence, 1));
        Row("against it", one => string.Join("\n", one.Checks.Where(check => !check.Passed).Select(check => check.Text)));
        console.WriteTable(table);
        console.MarkupLine("[grey]Nothing was recorded. Both are decided by the desk of the configured account.[/]");
    }

    /// <summary>Legs, prices, risk and exits of one unit.</summary>
    /// <param name="console">Where to print.</param>
    /// <param name="position">The position.</param>
    /// <param name="afterCosts">Expected value after costs in dollars per unit; null shows the one before costs.</param>
    public static void Position(IAnsiConsole console, StructurePosition position, double? afterCosts = null)
    {
        Table legs = new Table().Border(TableBorder.Simple).AddColumns("Leg", "Expiry");
        foreach (string name in new[] { "Strike", "Bid", "Ask", "IV", "Delta", "Open int." })
            legs.AddColumn(new TableColumn(name).RightAligned());
        foreach (Leg leg in position.Legs)
        {
            legs.AddRow(
                $"{(leg.Quantity > 0 ? "buy" : "sell")} {Math.Abs(leg.Quantity)} {(leg.Contract.Right.Name())}",
                leg.Contract.Expiry.ToString("yyyy-MM-dd"), leg.Contract.Strike.ToString("0.##"), leg.Bid.ToString("0.00"), leg.Ask.ToString("0.00"),
                Display.Percent(leg.ImpliedVol), leg.Delta.ToString("0.00"), double.IsNaN(leg.OpenInterest) ? "unknown" : leg.OpenInterest.ToString("N0"));
        }

        console.WriteTable(legs);
        string side = position.LimitPrice >= 0 ? "debit" : "credit";
        console.MarkupLineInterpolated(
            $"  limit {side} {Display.Money(Math.Abs(position.LimitPrice))} a share · spot {position.Spot:0.00} · expected move ±{position.ExpectedMove:0.00}");
        console.WriteLine($"  per unit: max profit {Display.Money(position.MaxProfit)}, max loss {Display.Money(position.MaxLoss)}, "
            + $"win probability {Display.Percent(position.WinProbability)}, "
            + $"breakeven {string.Join(" and ", position.Breakevens.Select(b => b.ToString("0.00")))}");
        string touch = position.TouchProbability is { } probability ? $", touches a short strike {Display.Percent(probability)}" : "";
        string expected = afterCosts is { } net ? $", expected value {Display.Money(net)} after costs" : position.ExpectedValue is { } value
            ? $", expected value {Display.Money(value)} before costs"
            : "";
        console.MarkupLineInterpolated($"  margin {Display.Money(position.Margin)}{touch}{expected}");
        console.WriteLine($"  greeks: delta {position.Greeks.Delta:0.0}, gamma {position.Greeks.Gamma:0.000} per $, "
            + $"vega {Display.Money(position.Greeks.Vega)} a point, theta {Display.Money(position.Greeks.Theta)} a day");
        console.WriteLine($"  exits: {Level("take profit at +", position.Exits.TakeProfit)}, {Level("stop at −", position.Exits.StopLoss)}, "
            + $"{(position.Exits.OnRegimeChange ? "close when the regime changes, " : "")}close by {position.Exits.CloseOn:yyyy-MM-dd}");
        console.WriteLine();
    }

    /// <summary>All eleven structures and what stands against each.</summary>
    private static void Candidates(IAnsiConsole console, Recommendation recommendation)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("Structure");
        foreach (string name in new[] { "Win", "Profit", "Even at", "Expected", "At risk" })
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("Against it");
        foreach (Candidate one in recommendation.Candidates)
        {
            table.AddRow(
                one.Structure.Name().Replace('_', ' '), Share(one.WinProbability), Share(one.Forecast.WinProbability), Share(one.Forecast.BreakEven),
                Share(one.Forecast.ExpectedReturn, 1),
                double.IsNaN(one.CapitalAtRisk) ? "–" : Display.Money(one.CapitalAtRisk, 0),
                Markup.Escape(one.NotEligible is { } why ? why : one.Against.Count == 0
                    ? "–"
                    : string.Join(", ", one.Against.Select(check => check.Limit.Replace('_', ' ')))));
        }

        console.WriteTable(table);
    }

    private static string Share(double? value, int digits = 0) => value is { } one && double.IsFinite(one) ? Display.Percent(one, digits) : "–";

    private static string Level(string name, double level) =>
        double.IsFinite(level) ? $"{name}{Display.Money(level)} a unit" : $"no {name[..name.IndexOf(" at", StringComparison.Ordinal)]}";

    private static void Checks(IAnsiConsole console, IReadOnlyList<LimitCheck> checks)
    {
        console.MarkupLine("[bold]Limits[/]");
        foreach (LimitCheck check in checks)
            console.MarkupLine($"  {(check.NoBook ? "[grey]  – [/]" : check.Passed ? "[green]pass[/]" : "[red]FAIL[/]")} {Markup.Escape(check.Text)}");
        console.WriteLine();
    }
}
