using System.Globalization;
using System.Text.Json;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <content>Reading a document back.</content>
public static partial class RecommendationJson
{
    /// <summary>
    /// The recommendation of a recorded document, to the ten digits it was written with. What explains the model rather than the decision, its contributions
    /// and drift, is not read back.
    /// </summary>
    /// <param name="document">A document of <see cref="Write"/>.</param>
    /// <exception cref="InvalidDataException">It is none, or holds a decision, origin, structure or right that is not known; the message names it.</exception>
    public static Recommendation Read(string document)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(document);
            return Read(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"A recorded recommendation cannot be read: {error.Message.ReplaceLineEndings(" ")} If a newer program wrote it, use that one.", error);
        }
    }

    /// <summary>The decision of that name; <c>hold</c>, as it was called before, is one that was not opened.</summary>
    /// <exception cref="InvalidDataException">No decision has it; the message names it.</exception>
    public static Decision ParseDecision(string name) => name switch
    {
        "recommend" => Decision.Recommend,
        "not_opened" or "hold" => Decision.NotOpened,
        "no_trade" => Decision.NoTrade,
        _ => throw ChainOrigins.Unknown("decision", name, "recommend, not_opened or no_trade"),
    };

    private static Recommendation Read(JsonElement json)
    {
        var origin = ChainOrigins.Parse(Text(json, "data"));
        Structure structure = Structure(Text(json, "structure"));
        DateOnly session = Day(json, "session");
        string symbol = Text(json, "symbol");
        JsonElement probabilities = json.GetProperty("probabilities"), evidence = json.GetProperty("evidence");
        return new Recommendation
        {
            Session = session,
            Symbol = symbol,
            Data = origin,
            LearnedFrom = ChainOrigins.Parse(Text(json, "learnedFrom")),
            Decision = ParseDecision(Text(json, "decision")),
            OnPaper = json.GetProperty("onPaperOnly").GetBoolean(),
            Structure = structure,
            Confidence = Number(json, "confidence"),
            Forecast = new TradeForecast(Number(json, "confidence"), Number(json, "expectedReturn"), Number(json, "breakEven"),
                Number(json, "effectiveOutcomes")),
            Probabilities = [.. Structures.Names.Select(name => Number(probabilities, name))],
            Position = json.GetProperty("exits").ValueKind == JsonValueKind.Null ? null : Position(json, structure, symbol, session, origin),
            Contracts = json.GetProperty("contracts").GetInt32(),
            Checks = Checks(json, "checks"),
            Candidates = [.. json.GetProperty("candidates").EnumerateArray().Select(Candidate)],
            Desk = Desk(json.GetProperty("desk")),
            Overridden =
            [
                .. json.GetProperty("overridden").EnumerateArray().Select(setting => new OverriddenSetting(
                    Text(setting, "setting"), Number(setting, "value"), Number(setting, "default"), Text(setting, "from"))),
            ],
            Reasons = Texts(json, "reasons"),
            Similar = json.GetProperty("similar") is { ValueKind: JsonValueKind.Object } similar ? Similar(similar) : null,
            Evidence = new Evidence(
                Text(evidence, "snapshot"), DateTimeOffset.Parse(Text(evidence, "asOf"), CultureInfo.InvariantCulture),
                evidence.GetProperty("seed").GetUInt64(), Text(evidence, "code"),
                Text(evidence, "model"), Text(evidence, "featureSet"), Text(evidence, "chain"))
            {
                Config = Text(evidence, "config"),
                Carried = !evidence.TryGetProperty("carried", out JsonElement carried) ? [] :
                [
                    .. carried.EnumerateArray().Select(one => new CarriedValue(
                        Text(one, "name"), Number(one, "value"), DateOnly.ParseExact(Text(one, "session"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
                        one.GetProperty("sessionsOld").GetInt32())),
                ],
            },
        };
    }

    private static StructurePosition Position(JsonElement json, Structure structure, string symbol, DateOnly session, ChainOrigin origin)
    {
        JsonElement greeks = json.GetProperty("greeks"), exits = json.GetProperty("exits");
        return new StructurePosition
        {
            Structure = structure,
            Underlying = symbol,
            Session = session,
            Spot = Number(json, "spot"),
            Origin = origin,
            Legs = [.. json.GetProperty("legs").EnumerateArray().Select(Leg)],
            Expiry = Day(json, "expiry"),
            NetMid = Number(json, "netMid"),
            LimitPrice = Number(json, "limitPrice"),
            MaxProfit = Number(json, "maxProfit", double.PositiveInfinity),
            MaxLoss = Number(json, "maxLoss"),
            CapitalAtRisk = Number(json, "capitalAtRisk"),
            Breakevens = [.. json.GetProperty("breakevens").EnumerateArray()
                .Select(breakeven => breakeven.ValueKind == JsonValueKind.Null ? double.NaN : breakeven.GetDouble())],
            WinProbability = Number(json, "winProbability"),
            ExpectedMove = Number(json, "expectedMove"),
            Margin = Number(json, "margin"),
            TouchProbability = Number(json, "touchProbability") is var touch && double.IsNaN(touch) ? null : touch,
            ExpectedValue = Number(json, "expectedValue") is var expected && double.IsNaN(expected) ? null : expected,
            Greeks = new PositionGreeks(Number(greeks, "deltaPerDollar"), Number(greeks, "gammaPerDollar"), Number(greeks, "vegaPerVolPoint"),
                Number(greeks, "thetaPerDay")),
            Exits = new ExitRules(Number(exits, "takeProfit", double.PositiveInfinity), Number(exits, "stopLoss", double.PositiveInfinity),
                Day(exits, "closeOn"))
            { OnRegimeChange = !exits.TryGetProperty("onRegimeChange", out JsonElement leaves) || leaves.GetBoolean() },
            Reasons = Texts(json, "choices"),
        };
    }

    private static LimitCheck[] Checks(JsonElement json, string name) =>
    [
        .. json.GetProperty(name).EnumerateArray().Select(check => new LimitCheck(
            Text(check, "limit"), Number(check, "value"), Number(check, "bound"), check.GetProperty("passed").GetBoolean(), Text(check, "text"))
        {
            NoBook = check.TryGetProperty("noBook", out JsonElement noBook) && noBook.GetBoolean(),
        }),
    ];

    private static Candidate Candidate(JsonElement json) => new(
        Structure(Text(json, "structure")), json.TryGetProperty("notEligible", out JsonElement why) ? why.GetString() : null,
        new TradeForecast(Number(json, "profitProbability"), Number(json, "expectedReturn"), Number(json, "breakEven"), Number(json, "effectiveOutcomes")),
        Number(json, "winProbability"),
        Number(json, "capitalAtRisk"), Number(json, "expectedValue"), Number(json, "expectedValueAfterCosts"), Checks(json, "against"));

    private static DeskSummary Desk(JsonElement json) => new(
        Text(json, "picker"), json.GetProperty("inForce").GetBoolean(), Text(json, "verdict"), Text(json, "lastYear"),
        json.GetProperty("similarHasSkill").GetBoolean(),
        json.GetProperty("similarPredictions").GetInt32(), Number(json, "similarSkill"),
        Number(json, "breakEvenShift") is var shift && double.IsNaN(shift) ? null : shift,
        [.. json.GetProperty("stoppedBy").EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Value.GetInt32()))],
        json.GetProperty("sessionsDecided").GetInt32());

    private static Leg Leg(JsonElement leg)
    {
        string action = Text(leg, "action");
        int sign = action switch { "buy" => 1, "sell" => -1, _ => throw ChainOrigins.Unknown("action", action, "buy or sell") };
        return new Leg(
            new OptionContract(Day(leg, "expiry"), Number(leg, "strike"), ChainOrigins.ParseRight(Text(leg, "right"))),
            sign * leg.GetProperty("quantity").GetInt32(),
            Number(leg, "bid"), Number(leg, "ask"), Number(leg, "iv"), Number(leg, "delta"), Number(leg, "openInterest"));
    }

    private static SimilarStates Similar(JsonElement similar) => new(
        Structure(Text(similar, "structure")), similar.GetProperty("count").GetInt32(), Number(similar, "effectiveCount"), Number(similar, "weightedWinRate"),
        Number(similar, "lowerBound"), Number(similar, "baseRate"), [.. Texts(similar, "sessions").Select(Day)]);

    private static Structure Structure(string name) =>
        Structures.Names.Contains(name, StringComparer.Ordinal)
            ? Structures.Parse(name)
            : throw ChainOrigins.Unknown("structure", name, $"one of {string.Join(", ", Structures.Names)}");

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");

    private static string[] Texts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(text => text.GetString() ?? "")];

    private static DateOnly Day(JsonElement json, string name) => Day(Text(json, name));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static double Number(JsonElement json, string name, double otherwise = double.NaN) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : otherwise;
}
