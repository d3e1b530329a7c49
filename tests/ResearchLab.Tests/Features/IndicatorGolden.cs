using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Features;

/// <summary>Published values on 502 sessions of SPY and of a second stock (DaveSkender/Stock.Indicators, Apache-2.0).</summary>
internal sealed class IndicatorGolden
{
    private static readonly Lazy<IndicatorGolden> s_data = new(() => new IndicatorGolden());

    private readonly Dictionary<(string Indicator, string Field), double[]> _expected = [];

    private IndicatorGolden()
    {
        Bars = Quotes("SPY", "indicator_quotes_default.csv.gz");
        Other = Quotes("OTHER", "indicator_quotes_compare.csv.gz");
        Assert.Equal(Bars.Sessions, Other.Sessions);
        foreach (string[] row in Rows("indicator_expected.csv.gz"))
        {
            if (!_expected.TryGetValue((row[0], row[2]), out double[]? values))
            {
                _expected[(row[0], row[2])] = values = new double[Bars.Count];
                Array.Fill(values, double.NaN);
            }

            int index = Bars.IndexOf(DateOnly.ParseExact(row[1][..10], "yyyy-MM-dd"));
            values[index] = row[3] switch { "True" => 1, "False" => 0, var text => double.TryParse(text, out double value) ? value : double.NaN };
        }
    }

    public static IndicatorGolden Data => s_data.Value;

    public BarSeries Bars { get; }

    public BarSeries Other { get; }

    public IEnumerable<(string Indicator, string Field)> Series => _expected.Keys.Order();

    public double[] Values(string indicator, string field) => _expected[(indicator, field)];

    /// <summary>The catalogue's columns with its default parameters, which are those of the published values.</summary>
    public double[][] Compute(IndicatorDefinition indicator) =>
        indicator.NeedsOther ? indicator.Compute(Other, indicator.Arguments(), Bars) : indicator.Compute(Bars, indicator.Arguments());

    private static BarSeries Quotes(string symbol, string file)
    {
        string[][] rows = [.. Rows(file)];
        double[] Column(int column) => [.. rows.Select(row => double.Parse(row[column]))];
        return new BarSeries(symbol, [.. rows.Select(row => DateOnly.ParseExact(row[0], "yyyy-MM-dd"))], Column(1), Column(2), Column(3), Column(4), Column(5));
    }

    private static IEnumerable<string[]> Rows(string file)
    {
        using StreamReader reader = RealData.OpenText(file);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line.Split(',', 4 + (file.Contains("quotes", StringComparison.Ordinal) ? 2 : 0));
    }
}
