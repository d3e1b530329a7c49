using System.CommandLine;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Market;

namespace ResearchLab.Runner.Commands;

/// <summary>lab features: what the model sees and every indicator, by name, in words and on a file.</summary>
internal static class FeaturesCommand
{
    public static Command Create() => new("features", "The 84 features and every indicator: list, explain and compute them")
    {
        List(),
        Explain(),
        FeaturesComputeCommand.Create(),
        Indicator(),
    };

    private static Command List()
    {
        Option<bool> json = SharedOptions.Json();
        var command = new Command("list", "Name every feature and indicator") { json };
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetValue(json) ? FeaturesText.ListJson() : FeaturesText.List());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Explain()
    {
        var name = new Argument<string>("NAME") { Description = "A feature or indicator, such as rsi14 or rsi" };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("explain", "Say what a feature or indicator is") { name, json };
        command.SetAction(parsed =>
        {
            string typed = parsed.GetRequiredValue(name);
            FeatureDefinition? feature = FeatureCatalog.All.FirstOrDefault(known => known.Name.Equals(typed, StringComparison.OrdinalIgnoreCase));
            IndicatorDefinition? indicator = IndicatorCatalog.Find(typed);
            if (feature is null && indicator is null)
                throw new UsageException(
                    $"there is no feature or indicator '{typed}'; the nearest are {Nearest(typed)}. './lab features list' names them all.");
            Console.Out.Write(parsed.GetValue(json) ? FeaturesText.ExplainJson(feature, indicator) : FeaturesText.Explain(feature, indicator));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Indicator()
    {
        var name = new Argument<string>("NAME") { Description = "An indicator, such as rsi" };
        var parameters = new Argument<string[]>("PARAMETERS")
        {
            Description = "Its parameters: numbers in order, or name=value",
            Arity = ArgumentArity.ZeroOrMore
        };
        var csv = new Option<string>("--csv")
        {
            Description = "Quotes: a CSV file with date, open, high, low, close, volume, plain or .gz",
            HelpName = "FILE",
            Required = true
        };
        var other = new Option<string?>("--other") { Description = "Quotes of the second asset of beta (the market), corr and prs", HelpName = "FILE" };
        var rows = new Option<int>("--rows") { Description = "How many of the last rows to print as text", DefaultValueFactory = _ => 10, HelpName = "NUMBER" };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("indicator", "Compute one indicator on a file of quotes") { name, parameters, csv, other, rows, json };
        command.SetAction(parsed =>
        {
            string typed = parsed.GetRequiredValue(name);
            IndicatorDefinition indicator = IndicatorCatalog.Find(typed) ?? throw new UsageException(Unknown(typed));
            double[] arguments = indicator.Parse(parsed.GetValue(parameters) ?? []);
            string? second = parsed.GetValue(other);
            if (indicator.NeedsOther != second is not null)
                throw new UsageException(indicator.NeedsOther
                    ? $"{indicator.Name} compares with a second asset; name its quotes with --other FILE."
                    : $"{indicator.Name} takes one asset; leave --other out.");
            int last = parsed.GetValue(rows);
            if (last < 1)
                throw new UsageException($"--rows is {last}; give 1 or more.");
            BarSeries bars = BarsFile.Read(parsed.GetRequiredValue(csv));
            BarSeries? others = second is null ? null : BarsFile.Read(second);
            // The parameters were typed, and only together may they not go.
            double[][] columns = UsageException.Of(() => indicator.Compute(bars, arguments, others));
            Console.Out.Write(parsed.GetValue(json) ? Json(indicator, bars, columns) : Table(indicator, arguments, bars, columns, last));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Unknown(string typed) =>
        FeatureCatalog.All.Any(feature => feature.Name.Equals(typed, StringComparison.OrdinalIgnoreCase))
            ? $"'{typed}' is a feature, with parameters of its own; an indicator is named without them, such as {Nearest(typed)}. "
                + "'./lab features list' names them all."
            : $"there is no indicator '{typed}'; the nearest are {Nearest(typed)}. './lab features list' names them all.";

    private static string Nearest(string typed) => string.Join(", ", IndicatorCatalog.Nearest(typed.Length == 0 ? " " : typed, 4));

    private static string Json(IndicatorDefinition indicator, BarSeries bars, double[][] columns) => FeaturesText.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("date");
        foreach (DateOnly session in bars.Sessions)
            json.WriteStringValue(session.ToString("yyyy-MM-dd"));
        json.WriteEndArray();
        json.WriteStartObject("columns");
        for (int c = 0; c < columns.Length; c++)
        {
            json.WriteStartArray(indicator.Columns[c].Name);
            foreach (double value in columns[c])
            {
                if (double.IsFinite(value))
                    json.WriteNumberValue(value);
                else
                    json.WriteNullValue();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }, indented: false);

    private static string Table(IndicatorDefinition indicator, double[] arguments, BarSeries bars, double[][] columns, int last)
    {
        const int Width = 18;
        var text = new StringBuilder();
        string call = string.Join(", ", indicator.Parameters.Select((parameter, i) => $"{parameter.Name}={arguments[i]}"));
        text.AppendLine($"{indicator.Name}{(call.Length > 0 ? $" ({call})" : "")} on {bars.Symbol}: {bars.Count} bars, {bars.Sessions[0]:yyyy-MM-dd} to "
            + $"{bars.Sessions[^1]:yyyy-MM-dd}");
        text.AppendLine();
        text.Append("date      ");
        foreach (IndicatorColumn column in indicator.Columns)
            text.Append(' ').Append(column.Name.PadLeft(Width));
        text.AppendLine();
        for (int i = Math.Max(0, bars.Count - last); i < bars.Count; i++)
        {
            text.Append(bars.Sessions[i].ToString("yyyy-MM-dd"));
            foreach (double[] column in columns)
                text.Append(' ').Append((double.IsNaN(column[i]) ? "-" : column[i].ToString("G10")).PadLeft(Width));
            text.AppendLine();
        }

        return text.ToString();
    }
}
