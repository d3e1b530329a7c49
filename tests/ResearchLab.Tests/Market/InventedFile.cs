using System.Globalization;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>A file of invented daily bars: sessions from 2023-06-01 on, a walk near 100 in steps of about 1%.</summary>
internal static class InventedFile
{
    public const string Header = "Date,Open,High,Low,Close,Volume";

    public sealed record Bar(int Row, DateOnly Session, double Open, double High, double Low, double Close, double Volume)
    {
        public Bar Times(double factor) => this with { Open = Open * factor, High = High * factor, Low = Low * factor, Close = Close * factor };

        public string Prices => string.Create(CultureInfo.InvariantCulture, $"{Open:0.####},{High:0.####},{Low:0.####},{Close:0.####}");

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Session:yyyy-MM-dd},{Prices},{Volume:0}");
    }

    public static readonly Bar[] Bars = [.. Walk(64)];

    public static string Of(Func<Bar, Bar> change, int from = 0, int to = 64) => Lines(Header, bar => change(bar).ToString(), from, to);

    public static string Lines(string header, Func<Bar, string> line, int from = 0, int to = 64)
    {
        var text = new StringBuilder(header).Append('\n');
        for (int row = from; row < to; row++)
            text.Append(line(Bars[row])).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<Bar> Walk(int rows)
    {
        var random = new Pcg32(7);
        double close = 100;
        DateOnly session = new(2023, 6, 1);
        for (int row = 0; row < rows; row++)
        {
            double open = close;
            close = Math.Round(close * (1 + (0.02 * (random.NextDouble() - 0.5))), 2);
            yield return new Bar(row, session, Math.Round(open, 2), Math.Max(open, close) + 0.5, Math.Min(open, close) - 0.5, close, 1_000_000 + (1000 * row));
            session = ExchangeCalendar.Nyse.Next(session);
        }
    }
}
