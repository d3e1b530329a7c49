using System.CommandLine;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Market;

namespace ResearchLab.Runner.Commands;

/// <summary>lab lake prices: bars as traded, adjusted for splits, or as total return, from the actions known then.</summary>
internal static class LakePricesCommand
{
    public static Command Create()
    {
        Option<string?> symbol = SharedOptions.Symbol("Symbol of the bars");
        symbol.Required = true;
        var adjust = new Option<string>("--adjust")
        {
            Description = "raw: as traded; split: in the shares of the as-of time; total: dividends reinvested too",
            DefaultValueFactory = _ => "split",
            HelpName = "raw|split|total"
        };
        adjust.AcceptOnlyFromAmong("raw", "split", "total");
        Option<DateOnly?> from = SharedOptions.Date("--from", "First session"), to = SharedOptions.Date("--to", "Last session");
        (Option<DateTimeOffset?> asOf, Option<DateTimeOffset?> recorded) = LakeCommand.Times();
        Option<bool> json = SharedOptions.Json();
        var prices = new Command("prices", "Daily bars of a symbol: raw, split-adjusted or total return, by the actions known then (CSV, or --json)")
        {
            symbol, adjust, from, to, asOf, recorded, json,
        };
        prices.SetAction(parsed =>
        {
            DataLake lake = LakeCommand.OpenLake();
            using LakeView view = LakeCommand.View(lake, parsed.GetValue(asOf), parsed.GetValue(recorded));
            string ticker = LabChooser.Ticker(parsed.GetValue(symbol)!);
            PriceBasis basis = parsed.GetValue(adjust) switch { "raw" => PriceBasis.Raw, "total" => PriceBasis.Total, _ => PriceBasis.Split };
            BarSeries bars = LakeMarket.Prices(view, ticker, basis);
            DateOnly first = parsed.GetValue(from) ?? DateOnly.MinValue, last = parsed.GetValue(to) ?? DateOnly.MaxValue;
            int[] rows = [.. Enumerable.Range(0, bars.Count).Where(row => bars.Sessions[row] >= first && bars.Sessions[row] <= last)];
            Frame frame = new Frame(
                new Column<DateOnly>("session", bars.Sessions), new Column<double>("open", bars.Open), new Column<double>("high", bars.High),
                new Column<double>("low", bars.Low), new Column<double>("close", bars.Close), new Column<double>("volume", bars.Volume)).Take(rows);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(FrameJson.Document(writer => FrameJson.Write(writer, frame)));
            }
            else if (rows.Length > 0)
            {
                Console.Out.WriteLine(string.Join(',', frame.Names));
                for (int row = 0; row < frame.Rows; row++)
                    Console.Out.WriteLine($"{bars.Sessions[rows[row]]:yyyy-MM-dd},"
                        + string.Join(',', frame.Skip(1).Select(column => column[row] is double value && double.IsFinite(value) ? value.ToString("R") : "")));
            }
            else
            {
                Console.Error.WriteLine($"lab: the lake has no bars of {ticker} there; './lab lake show bars' lists what it has.");
            }

            Console.Error.WriteLine($"lab: as of {view.Known.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, "
                + $"recorded by {view.Recorded.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, snapshot {view.SnapshotId}");
            return rows.Length == 0 ? ExitCode.NothingToDo : ExitCode.Done;
        });
        return prices;
    }
}
