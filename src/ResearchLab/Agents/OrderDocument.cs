using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Daily;
using ResearchLab.Journal;
using ResearchLab.Options;

namespace ResearchLab.Agents;

/// <summary>What an opening order is made of, as the journal keeps it: the recommendation as it was recorded, and what the book needs of it.</summary>
/// <param name="Recommendation">The recommendation.</param>
/// <param name="Position">Its position, per structure unit.</param>
/// <param name="Rank">Its place among the orders of the session, from 0.</param>
/// <param name="Var95">One-day 95% value at risk of one unit in dollars.</param>
internal sealed record OrderDocument(Recommendation Recommendation, StructurePosition Position, int Rank, double Var95)
{
    /// <summary>Session at whose close it was decided.</summary>
    public DateOnly Decided => Recommendation.Session;

    /// <summary>As JSON.</summary>
    /// <param name="document">The recommendation as recorded.</param>
    /// <param name="rank">Place among the orders of the session.</param>
    /// <param name="var95">One-day 95% value at risk of one unit in dollars.</param>
    public static string Write(string document, int rank, double var95) =>
        new JsonObject { ["rank"] = rank, ["var95"] = var95, ["recommendation"] = JsonNode.Parse(document) }.ToJsonString();

    /// <summary>What an order of the journal is made of.</summary>
    /// <exception cref="JournalException">The order has no such document.</exception>
    public static OrderDocument Of(OrderRecord order)
    {
        try
        {
            using var json = JsonDocument.Parse(order.DocumentJson);
            Recommendation recommendation = RecommendationJson.Read(json.RootElement.GetProperty("recommendation").GetRawText());
            return new OrderDocument(recommendation, recommendation.Position ?? throw new FormatException("the recommendation has no position"),
                json.RootElement.GetProperty("rank").GetInt32(), json.RootElement.GetProperty("var95").GetDouble());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new JournalException($"The document of order {order.Id} cannot be read: {error.Message} Restore the journal from a backup.", error);
        }
    }
}
