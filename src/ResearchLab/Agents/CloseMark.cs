using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Journal;
using ResearchLab.Risk;

namespace ResearchLab.Agents;

/// <summary>What a position was at a close, per structure unit in dollars: what the book is told.</summary>
/// <param name="Profit">Profit after the costs so far since the fill.</param>
/// <param name="Value">What closing it at mid would pay.</param>
/// <param name="Ended">Whether it ended at this close.</param>
/// <param name="Carried">Legs marked at an older quote; −1 when the session gave none at all.</param>
internal readonly record struct CloseMark(double Profit, double Value, bool Ended, int Carried)
{
    /// <summary>For the book.</summary>
    public BookMark ForBook => Ended ? BookMark.Ended(Profit) : BookMark.Held(Profit, Value);

    /// <summary>
    /// As the document of a mark. Amounts of a mark are of all units; those of one unit are kept beside, since a quotient would differ in the last digit.
    /// </summary>
    public string ToJson() => new JsonObject { ["unitProfit"] = Profit, ["unitValue"] = Value, ["ended"] = Ended, ["carried"] = Carried }.ToJsonString();

    /// <summary>The mark that a record keeps.</summary>
    public static CloseMark Of(PositionMarkRecord mark)
    {
        using var json = JsonDocument.Parse(mark.DocumentJson);
        JsonElement root = json.RootElement;
        return new CloseMark(root.GetProperty("unitProfit").GetDouble(), root.GetProperty("unitValue").GetDouble(), root.GetProperty("ended").GetBoolean(),
            root.GetProperty("carried").GetInt32());
    }
}
