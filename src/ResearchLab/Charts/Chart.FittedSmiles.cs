using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Charts;

/// <content>Quotes and the smile through them.</content>
public static partial class Chart
{
    private const int SmilePoints = 81, MostSmiles = 6;
    private const double SmileDeviations = 3.5;

    /// <summary>Implied volatilities of the quotes out of the money and the fitted smile of each expiry, by log-moneyness in deviations.</summary>
    /// <param name="cleaned">The cleaned chain.</param>
    /// <param name="surface">Its surface.</param>
    /// <param name="expiries">Expiries to draw; null for six spread over those with a smile.</param>
    public static Figure FittedSmiles(CleanedChain cleaned, ChainSurface surface, IReadOnlyList<DateOnly>? expiries = null)
    {
        SmileSlice[] fitted = [.. surface.Slices.Where(slice => slice.Status != SmileStatus.None)];
        if (expiries is not null)
            fitted = [.. fitted.Where(slice => expiries.Contains(slice.Expiry))];
        else if (fitted.Length > MostSmiles)
            fitted = [.. Enumerable.Range(0, MostSmiles).Select(i => fitted[i * (fitted.Length - 1) / (MostSmiles - 1)])];
        var data = new JsonArray();
        int quotes = 0;
        foreach ((int index, SmileSlice slice) in fitted.Index())
        {
            string color = Palette.Series[index % Palette.Series.Count];
            CleanedExpiry expiry = cleaned.At(slice.Expiry);
            double deviation = Math.Sqrt(slice.Smile.TotalVariance(0));
            double Place(double strike) => Math.Log(strike / slice.Forward) / deviation;
            int[] rows =
            [
                .. Enumerable.Range(expiry.Start, expiry.Count)
                    .Where(row => cleaned.Chain.ImpliedVol[row] > 0 && Math.Abs(Place(cleaned.Chain.Contracts[row].Strike)) <= SmileDeviations
                    && cleaned.Chain.Contracts[row].Right == OptionRight.Call == cleaned.Chain.Contracts[row].Strike >= slice.Forward),
            ];
            quotes += rows.Length;
            data.Add((JsonNode)new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "markers",
                ["name"] = Invariant($"{slice.Expiry:yyyy-MM-dd}"),
                ["legendgroup"] = Invariant($"{index}"),
                ["showlegend"] = false,
                ["x"] = Plot.Numbers(rows.Select(row => Place(cleaned.Chain.Contracts[row].Strike))),
                ["y"] = Plot.Numbers(rows.Select(row => cleaned.Chain.ImpliedVol[row])),
                ["text"] = Plot.Texts(rows.Select(row => $"{cleaned.Chain.Contracts[row]}")),
                ["hovertemplate"] = "%{text}: %{y:.2%}<extra></extra>",
                ["marker"] = new JsonObject { ["color"] = color, ["size"] = 4, ["symbol"] = "circle-open" },
            });
            double[] x = [.. Enumerable.Range(0, SmilePoints).Select(i => SmileDeviations * ((2.0 * i / (SmilePoints - 1)) - 1))];
            JsonObject line = Plot.Line(x, x.Select(at => Math.Sqrt(slice.Smile.TotalVariance(at * deviation) / slice.Years)),
                Invariant($"{slice.Expiry:yyyy-MM-dd}"), color);
            line["legendgroup"] = Invariant($"{index}");
            line["hovertemplate"] = Invariant($"{slice.Expiry:yyyy-MM-dd} fitted: %{{y:.2%}}<extra></extra>");
            data.Add((JsonNode)line);
        }

        JsonObject xAxis = Plot.Axis("ln(strike / forward) in deviations");
        JsonObject yAxis = Plot.Axis("implied volatility (% a year)");
        yAxis["tickformat"] = ".0%";
        JsonObject layout = Plot.Layout(xAxis, yAxis, 430);
        layout["hovermode"] = "closest";
        string error = fitted.Length == 0
            ? "no expiry has a smile"
            : $"weighted error {Display.Percent(fitted.Min(slice => slice.RmsError), 2)} to {Display.Percent(fitted.Max(slice => slice.RmsError), 2)}";
        return new Figure(
            Invariant($"{surface.Underlying}: volatilities at the close of {surface.Session:yyyy-MM-dd} and the smiles fitted to them"),
            Invariant($"{quotes} quotes out of the money (circles) and the smile of each expiry (lines); {error}."), data, layout);
    }
}
