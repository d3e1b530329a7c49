using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Runner.Commands;

/// <summary>Chains and structures as JSON: volatilities, rates and probabilities are fractions; what does not exist is null.</summary>
internal static class ChainJson
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(CleanedChain cleaned, ChainSurface surface, CleanedExpiry? chosen, int compared, int close)
    {
        OptionChain chain = cleaned.Chain;
        JsonObject document = Head(chain);
        document["exercise"] = cleaned.Exercise.ToString().ToLowerInvariant();
        document["quotes"] = chain.Count;
        document["solved"] = cleaned.Solved;
        VixStyleResult vixStyle = VixStyleVol.OfChain(chain);
        document["vixStyleVol"] = new JsonObject
        {
            ["vol"] = Number(vixStyle.VolAnnual),
            ["status"] = vixStyle.Status.ToString(),
            ["why"] = vixStyle.Why.Length == 0 ? null : vixStyle.Why,
        };
        document["storedVolatilities"] = new JsonObject { ["compared"] = compared, ["within0.0005"] = close };
        var expiries = new JsonArray();
        for (int i = 0; i < cleaned.Expiries.Count; i++)
        {
            CleanedExpiry expiry = cleaned.Expiries[i];
            SmileSlice slice = surface.Slices[i];
            if (chosen is not null && expiry != chosen)
                continue;
            expiries.Add((JsonNode)new JsonObject
            {
                ["expiry"] = Date(expiry.Expiry),
                ["days"] = expiry.Expiry.DayNumber - chain.Session.DayNumber,
                ["forward"] = Number(expiry.Forward),
                ["discount"] = Number(expiry.Discount),
                ["parity"] = expiry.Parity.Status.ToString(),
                ["atmVol"] = Number(expiry.AtmVol),
                ["quotes"] = expiry.Count,
                ["solved"] = expiry.Solved,
                ["flagged"] = expiry.Flagged,
                ["smile"] = slice.Status.ToString(),
                ["fitError"] = Number(slice.RmsError),
                ["withinSpread"] = Number(slice.WithinSpread),
                ["minButterfly"] = Number(slice.MinButterfly),
                ["svi"] = slice.Status == SmileStatus.None ? null : new JsonArray(
                    Number(slice.Smile.Level), Number(slice.Smile.Slope), Number(slice.Smile.Tilt), Number(slice.Smile.Centre), Number(slice.Smile.Width)),
            });
        }

        document["expiries"] = expiries;
        if (chosen is not null)
            document["strikes"] = Strikes(cleaned, chosen);
        document["violations"] = new JsonArray([.. cleaned.Violations
            .Where(found => chosen is null || found.Contracts.Any(contract => contract.Expiry == chosen.Expiry))
            .Select(found => (JsonNode)new JsonObject
            {
                ["kind"] = found.Kind.ToString(), ["size"] = Number(found.Size),
                ["contracts"] = new JsonArray([.. found.Contracts.Select(contract => (JsonNode)JsonValue.Create(contract.ToString()))]),
            })]);
        return document.ToJsonString(s_indented);
    }

    public static string Write(
        OptionChain chain, IEnumerable<(Structure Structure, StructureChoice Choice)> choices, IReadOnlyDictionary<Structure, TradePath> paths,
        RuleOptions? rules)
    {
        JsonObject document = Head(chain);
        document["rules"] = (rules ?? RuleOptions.Default).Spec;
        document["structures"] = new JsonArray([.. choices.Select(found =>
        {
            JsonObject written = Choice(found.Structure, found.Choice);
            if (paths.TryGetValue(found.Structure, out TradePath? path))
                written["outcome"] = TradePathText.Json(path);
            return (JsonNode)written;
        })]);
        return document.ToJsonString(s_indented);
    }

    private static JsonObject Choice(Structure structure, StructureChoice choice)
    {
        if (choice.Position is not { } position)
            return new JsonObject { ["structure"] = structure.Name(), ["tradable"] = false, ["reason"] = choice.NotTradable };
        return new JsonObject
        {
            ["structure"] = structure.Name(),
            ["tradable"] = true,
            ["expiry"] = Date(position.Expiry),
            ["legs"] = new JsonArray([.. position.Legs.Select(leg => (JsonNode)new JsonObject
            {
                ["action"] = leg.Quantity > 0 ? "buy" : "sell", ["quantity"] = Math.Abs(leg.Quantity), ["right"] = Right(leg.Contract),
                ["strike"] = Number(leg.Contract.Strike),
                ["expiry"] = Date(leg.Contract.Expiry), ["bid"] = Number(leg.Bid), ["ask"] = Number(leg.Ask), ["iv"] = Number(leg.ImpliedVol),
                ["delta"] = Number(leg.Delta),
                ["openInterest"] = Number(leg.OpenInterest),
            })]),
            ["limitPrice"] = Number(position.LimitPrice),
            ["netMid"] = Number(position.NetMid),
            ["maxProfit"] = Number(position.MaxProfit),
            ["maxLoss"] = Number(position.MaxLoss),
            ["capitalAtRisk"] = Number(position.CapitalAtRisk),
            ["margin"] = Number(position.Margin),
            ["breakevens"] = new JsonArray([.. position.Breakevens.Select(Number)]),
            ["winProbability"] = Number(position.WinProbability),
            ["touchProbability"] = Number(position.TouchProbability),
            ["expectedValue"] = Number(position.ExpectedValue),
            ["expectedMove"] = Number(position.ExpectedMove),
            ["greeks"] = new JsonObject
            {
                ["deltaPerDollar"] = Number(position.Greeks.Delta),
                ["gammaPerDollar"] = Number(position.Greeks.Gamma),
                ["vegaPerVolPoint"] = Number(position.Greeks.Vega),
                ["thetaPerDay"] = Number(position.Greeks.Theta),
            },
            ["exits"] = new JsonObject
            {
                ["takeProfit"] = Number(position.Exits.TakeProfit),
                ["stopLoss"] = Number(position.Exits.StopLoss),
                ["closeOn"] = Date(position.Exits.CloseOn),
                ["onRegimeChange"] = position.Exits.OnRegimeChange,
            },
            ["reasons"] = new JsonArray([.. position.Reasons.Select(reason => (JsonNode)JsonValue.Create(reason))]),
        };
    }

    private static JsonArray Strikes(CleanedChain cleaned, CleanedExpiry expiry)
    {
        OptionChain chain = cleaned.Chain;
        return new JsonArray([.. Enumerable.Range(expiry.Start, expiry.Count).Select(row => (JsonNode)new JsonObject
        {
            ["strike"] = Number(chain.Contracts[row].Strike), ["right"] = Right(chain.Contracts[row]), ["bid"] = Number(chain.Bid[row]),
            ["ask"] = Number(chain.Ask[row]),
            ["iv"] = Number(chain.ImpliedVol[row]), ["status"] = cleaned.Status[row].ToString(), ["delta"] = Number(cleaned.Greeks[row].DeltaPerUnit),
            ["gamma"] = Number(cleaned.Greeks[row].GammaPerUnit), ["vega"] = Number(cleaned.Greeks[row].VegaPerVolPoint),
            ["theta"] = Number(cleaned.Greeks[row].ThetaPerDay),
            ["volume"] = Number(chain.Volume[row]), ["openInterest"] = Number(chain.OpenInterest[row]), ["flags"] = cleaned.Flags[row].ToString(),
        })]);
    }

    private static JsonObject Head(OptionChain chain) => new()
    {
        ["symbol"] = chain.Underlying,
        ["session"] = Date(chain.Session),
        ["data"] = chain.Origin.Name(),
        ["spot"] = Number(chain.Spot),
        ["rate"] = Number(chain.RatePerYear),
    };

    private static string Right(OptionContract contract) => contract.Right.Name();

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd");

    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static JsonNode? Number(double? value) => value is { } known ? Number(known) : null;
}
