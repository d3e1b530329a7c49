using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Charts;

/// <content>Profit over price and time.</content>
public static partial class Chart
{
    private const int SurfacePrices = 61, SurfaceDates = 25;

    /// <summary>
    /// The same as <see cref="ProfitSurface(StructurePosition, double, double)"/> with rate and yield of the chain the position was chosen from.
    /// </summary>
    /// <param name="position">The position.</param>
    /// <param name="chain">The chain.</param>
    public static Figure ProfitSurface(StructurePosition position, OptionChain chain) => ProfitSurface(position, chain.RatePerYear, YieldOf(position, chain));

    /// <summary>The same as <see cref="Payoff(StructurePosition, double, double)"/> with rate and yield of the chain the position was chosen from.</summary>
    /// <param name="position">The position.</param>
    /// <param name="chain">The chain.</param>
    public static Figure Payoff(StructurePosition position, OptionChain chain) => Payoff(position, chain.RatePerYear, YieldOf(position, chain));

    // The yield that puts the forward of the last leg's expiry where the chain has it; 0 when the chain has no such expiry.
    private static double YieldOf(StructurePosition position, OptionChain chain)
    {
        DateOnly expiry = position.Legs[^1].Contract.Expiry;
        if (chain.Contracts.All(contract => contract.Expiry != expiry))
            return 0;
        ExpirySlice slice = ExpirySlice.Of(chain, expiry);
        double yield = slice.Yield(slice.Forward());
        return double.IsFinite(yield) ? yield : 0;
    }

    /// <summary>Profit and loss of one structure unit over the price of the underlying and the days from its session to its nearest expiry.</summary>
    /// <param name="position">The position, entered at its net mid.</param>
    /// <param name="ratePerYear">Continuously compounded rate, fraction a year.</param>
    /// <param name="yieldPerYear">Continuously compounded yield of the underlying.</param>
    /// <remarks>Legs are valued as <see cref="PositionValue.Profit"/> does, each at the implied volatility it was chosen with.</remarks>
    public static Figure ProfitSurface(StructurePosition position, double ratePerYear = 0, double yieldPerYear = 0)
    {
        double reach = Math.Max(2.5 * (double.IsFinite(position.ExpectedMove) ? position.ExpectedMove : 0), 0.06 * position.Spot);
        double low = Math.Max(0.01 * position.Spot, position.Spot - reach), high = position.Spot + reach;
        double[] prices = [.. Enumerable.Range(0, SurfacePrices).Select(i => low + ((high - low) * i / (SurfacePrices - 1)))];
        int life = position.Expiry.DayNumber - position.Session.DayNumber;
        int[] days = [.. Enumerable.Range(0, SurfaceDates).Select(i => (int)Math.Round((double)life * i / (SurfaceDates - 1))).Distinct()];
        double most = double.NegativeInfinity, least = double.PositiveInfinity;
        var rows = new JsonArray();
        foreach (int day in days)
        {
            double[] profits = [.. prices.Select(price => PositionValue.Profit(position, position.Session.AddDays(day), price, ratePerYear, yieldPerYear))];
            (most, least) = (Math.Max(most, profits.Max()), Math.Min(least, profits.Min()));
            rows.Add((JsonNode)Plot.Numbers(profits));
        }

        double bound = Math.Max(Math.Max(Math.Abs(most), Math.Abs(least)), 1);
        var data = new JsonArray
        {
            (JsonNode)new JsonObject
            {
                ["type"] = "heatmap", ["x"] = Plot.Numbers(prices), ["y"] = Plot.Numbers(days.Select(day => (double)day)), ["z"] = rows,
                ["zmin"] = -bound, ["zmax"] = bound, ["zsmooth"] = "best",
                ["colorscale"] = new JsonArray(
                    new JsonArray(0, Palette.Orange), new JsonArray(0.5, "#f7f7f7"), new JsonArray(1, Palette.Green)),
                ["hovertemplate"] = "price %{x:$,.2f}, day %{y:.0f}: %{z:$,.2f}<extra></extra>",
                ["colorbar"] = new JsonObject { ["title"] = new JsonObject { ["text"] = "$" }, ["thickness"] = 12 },
            },
            (JsonNode)new JsonObject
            {
                ["type"] = "contour", ["x"] = Plot.Numbers(prices), ["y"] = Plot.Numbers(days.Select(day => (double)day)), ["z"] = rows.DeepClone(),
                ["name"] = "nothing made or lost", ["showlegend"] = false, ["showscale"] = false, ["hoverinfo"] = "skip",
                ["contours"] = new JsonObject { ["coloring"] = "none", ["start"] = 0, ["end"] = 0, ["size"] = 1 },
                ["line"] = new JsonObject { ["color"] = Palette.Grey, ["width"] = 2, ["dash"] = "dot" },
            },
        };
        JsonObject x = Plot.Axis($"price of {Plot.Escape(position.Underlying)} ($)");
        x["tickformat"] = "$,.0f";
        JsonObject layout = Plot.Layout(x, Plot.Axis(Invariant($"days after {position.Session:yyyy-MM-dd}")), 430);
        layout["hovermode"] = "closest";
        JsonObject spot = Plot.VerticalLine(position.Spot, Palette.Grey, "dashdot");
        spot["layer"] = "above"; // or the colours hide it
        layout["shapes"]!.AsArray().Add((JsonNode)spot);
        return new Figure(
            $"Profit of one {position.Structure.Name().Replace('_', ' ')} over price and time",
            Invariant($"From {Display.Money(least)} to {Display.Money(most)} between {position.Session:yyyy-MM-dd} and {position.Expiry:yyyy-MM-dd}; ")
                + Invariant($"the dotted line is where nothing is made or lost, the other the spot of {Display.Money(position.Spot)}."),
            data, layout);
    }
}
