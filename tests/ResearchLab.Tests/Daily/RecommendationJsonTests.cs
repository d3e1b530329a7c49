using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Daily;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Daily;

public class RecommendationJsonTests
{
    private static readonly string[] s_keys =
    [
        "session", "symbol", "data", "learnedFrom", "decision", "onPaperOnly", "structure", "confidence", "breakEven", "expectedReturn", "effectiveOutcomes",
        "probabilities",
        "legs", "expiry", "contracts", "spot", "limitPrice", "netMid", "maxProfit", "maxLoss", "capitalAtRisk", "breakevens", "winProbability", "expectedMove",
        "margin", "touchProbability",
        "expectedValue", "expectedValueAfterCosts", "choices", "greeks", "exits", "checks", "candidates", "desk", "overridden", "reasons", "similar",
        "explanation", "evidence",
    ];

    private static readonly Recommendation s_condor = ReportFixture.Input().Recommendation;
    private static readonly Recommendation s_nothing = ReportFixture.Input(Structure.NoTrade, Decision.NoTrade).Recommendation;

    private static string[] Keys(JsonNode? node) => [.. node!.AsObject().Select(pair => pair.Key)];

    [Fact]
    public void Write_Recommendation_HasAllKeysInOrder()
    {
        JsonNode json = JsonNode.Parse(RecommendationJson.Write(s_condor))!;
        Assert.Equal(s_keys, Keys(json));
        Assert.Equal(Structures.Names, Keys(json["probabilities"]));
        Assert.Equal(["action", "quantity", "right", "strike", "expiry", "bid", "ask", "iv", "delta", "openInterest"], Keys(json["legs"]![0]));
        Assert.Equal(["deltaPerDollar", "gammaPerDollar", "vegaPerVolPoint", "thetaPerDay"], Keys(json["greeks"]));
        Assert.Equal(["takeProfit", "stopLoss", "closeOn", "onRegimeChange"], Keys(json["exits"]));
        Assert.Equal(["limit", "value", "bound", "passed", "text"], Keys(json["checks"]![0]));
        Assert.Equal(["snapshot", "asOf", "seed", "code", "model", "config", "featureSet", "chain", "carried"], Keys(json["evidence"]));
        Assert.Equal(("2024-01-05", "SPY", "modelled", "recommend", "iron_condor"),
            ((string)json["session"]!, (string)json["symbol"]!, (string)json["data"]!, (string)json["decision"]!, (string)json["structure"]!));
        Assert.Equal(("sell", "put", 450.0, "2024-02-16"), ((string)json["legs"]![1]!["action"]!, (string)json["legs"]![1]!["right"]!,
            (double)json["legs"]![1]!["strike"]!, (string)json["legs"]![1]!["expiry"]!));
        Assert.Equal(("2024-01-05T21:30:00Z", 42UL, 2), ((string)json["evidence"]!["asOf"]!, (ulong)json["evidence"]!["seed"]!, (int)json["contracts"]!));
    }

    [Fact]
    public void Write_NoTrade_KeepsTheKeysWithNulls()
    {
        JsonNode json = JsonNode.Parse(RecommendationJson.Write(s_nothing))!;
        Assert.Equal(s_keys, Keys(json));
        foreach (string key in new[] { "expiry", "limitPrice", "maxProfit", "maxLoss", "winProbability", "expectedMove", "margin", "touchProbability",
            "expectedValue", "greeks", "exits" })
            Assert.Null(json[key]);
        Assert.Empty(json["legs"]!.AsArray());
        Assert.Empty(json["breakevens"]!.AsArray());
        Assert.Equal(("no_trade", "no_trade"), ((string)json["decision"]!, (string)json["structure"]!));
    }

    [Fact]
    public void Write_RunFacts_ComeLastAndOnlyWhenGiven()
    {
        string document = RecommendationJson.Write(s_condor, "/reports/a \"b\".html", "run-7", [("data", 12.345), ("model", 0)]);
        JsonNode json = JsonNode.Parse(document)!;
        Assert.Equal([.. s_keys, "report", "run", "timings"], Keys(json));
        Assert.Equal(("/reports/a \"b\".html", "run-7", 12.3), ((string)json["report"]!, (string)json["run"]!, (double)json["timings"]!["data"]!));
    }

    [Fact]
    public void Write_UnlimitedAndUnknown_AreNull()
    {
        StructurePosition position = s_condor.Position! with
        {
            MaxProfit = double.PositiveInfinity,
            WinProbability = double.NaN,
            Breakevens = [450, double.NaN, double.PositiveInfinity],
            Legs = [s_condor.Position!.Legs[0] with { OpenInterest = double.NaN }],
        };
        JsonNode json = JsonNode.Parse(RecommendationJson.Write(s_condor with
        {
            Position = position,
            Checks = [new LimitCheck("similar_win_rate", double.NaN, double.NegativeInfinity, false, "")],
        }))!;
        Assert.Null(json["maxProfit"]);
        Assert.Null(json["winProbability"]);
        Assert.Null(json["legs"]![0]!["openInterest"]);
        Assert.Null(json["checks"]![0]!["value"]);
        Assert.Null(json["checks"]![0]!["bound"]);
        Assert.Equal([450, null, null], json["breakevens"]!.AsArray().Select(node => (double?)node));
    }

    [Fact]
    public void Read_WhatWasWritten_WritesTheSameBytes()
    {
        foreach (Structure structure in (Structure[])[Structure.IronCondor, Structure.LongCall, Structure.LongStraddle, Structure.PutCalendar,
            Structure.NoTrade])
        {
            foreach (Decision decision in Enum.GetValues<Decision>())
            {
                foreach (ChainOrigin origin in Enum.GetValues<ChainOrigin>())
                {
                    Recommendation written = ReportFixture.Input(structure, decision, origin).Recommendation;
                    written = written with
                    {
                        Explanation = null,
                        Overridden = [new OverriddenSetting("RISK_PER_TRADE", 0.05, 0.02, "environment")],
                        Evidence = written.Evidence with { Config = "c0ffee" },
                    };
                    Recommendation read = RecommendationJson.Read(RecommendationJson.Write(written));
                    Assert.Equal(RecommendationJson.Write(written), RecommendationJson.Write(read));
                    Assert.Equal(written.Checks.Select(check => check.Text), read.Checks.Select(check => check.Text));
                }
            }
        }
    }

    [Theory]
    [InlineData("decision", "sell_everything")]
    [InlineData("data", "vendor")]
    [InlineData("data", "2")]
    [InlineData("structure", "butterfly_of_doom")]
    public void Read_UnknownName_IsRefusedByIt(string key, string value)
    {
        JsonNode json = JsonNode.Parse(RecommendationJson.Write(s_condor))!;
        json[key] = value;
        Assert.Contains($"'{value}'", Assert.Throws<InvalidDataException>(() => RecommendationJson.Read(json.ToJsonString())).Message,
            StringComparison.Ordinal);
        json = JsonNode.Parse(RecommendationJson.Write(s_condor))!;
        json["legs"]![0]!["right"] = value;
        Assert.Contains($"'{value}'", Assert.Throws<InvalidDataException>(() => RecommendationJson.Read(json.ToJsonString())).Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', Assert.Throws<InvalidDataException>(() => RecommendationJson.Read("{}")).Message);
        Assert.Throws<InvalidDataException>(() => RecommendationJson.Read("no JSON"));
    }

    [Fact]
    public void Name_ValueOutsideTheEnum_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RecommendationJson.Name((Decision)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((ChainOrigin)9).Name());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((OptionRight)9).Name());
    }

    [Fact]
    public void Write_SameInput_GivesTheSameBytes() => Assert.Equal(RecommendationJson.Write(s_condor), RecommendationJson.Write(s_condor with { }));

    [Theory]
    [InlineData("\"},{\"decision\":\"recommend")]
    [InlineData("back\\slash and \u0000\u0001\t\r\n\u2028")]
    [InlineData("</script><b>&amp; 'ünï' 株 🚀")]
    [InlineData("lone \ud83d surrogate")]
    public void Write_HostileText_StaysText(string text)
    {
        Recommendation hostile = s_condor with
        {
            Symbol = text,
            Reasons = [text, text],
            Evidence = s_condor.Evidence with { Snapshot = text, Code = text, Chain = text, Model = text }
        };
        JsonNode json = JsonNode.Parse(RecommendationJson.Write(hostile, text, text))!;
        string expected = text.Replace("\ud83d surrogate", "\ufffd surrogate");
        string[] read =
        [
            (string)json["symbol"]!, (string)json["reasons"]![0]!, (string)json["reasons"]![1]!, (string)json["evidence"]!["snapshot"]!,
            (string)json["evidence"]!["code"]!, (string)json["evidence"]!["model"]!, (string)json["evidence"]!["chain"]!, (string)json["report"]!,
            (string)json["run"]!,
        ];
        Assert.All(read, value => Assert.Equal(expected, value));
        Assert.Equal([.. s_keys, "report", "run"], Keys(json));
    }

    [Fact]
    public void Write_AnyNumber_IsValidJsonWithTenDigits()
    {
        Prop.ForAll(Doubles().ToArbitrary(), value =>
        {
            using JsonDocument json = JsonDocument.Parse(RecommendationJson.Write(s_condor with { Confidence = value }));
            JsonElement written = json.RootElement.GetProperty("confidence");
            if (!double.IsFinite(value))
                return written.ValueKind == JsonValueKind.Null;
            double read = written.GetDouble();
            string digits = string.Concat(written.GetRawText().Split('E', 'e')[0].Where(char.IsAsciiDigit)).Trim('0');
            return Math.Abs(value) < 1e-15 ? read == 0 : (digits.Length <= 10 || Math.Abs(value) > 1.797693134e308)
                && Math.Abs(read - value) <= 5.0001e-10 * Math.Abs(value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(20260101UL, 1UL));
    }

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(-0.0, "0")]
    [InlineData(1e-300, "0")]
    [InlineData(467.92000000000002, "467.92")]
    [InlineData(1234567890.04, "1234567890")]
    [InlineData(2.0 / 3, "0.6666666667")]
    public void Write_UsualNumbers_ReadPlainly(double value, string expected)
    {
        using JsonDocument json = JsonDocument.Parse(RecommendationJson.Write(s_condor with { Confidence = value }));
        Assert.Equal(expected, json.RootElement.GetProperty("confidence").GetRawText());
    }

    private static Gen<double> Doubles() => Gen.OneOf(
        Gen.Elements(
            double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0,
            1.7976931346e308, 7.9e28, 8e28, 1e-15, 9.9999999999999999e-16, 0.99999999999, 999_999_999.99999),
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        select BitConverter.Int64BitsToDouble(((long)high << 32) ^ (uint)low),
        from mantissa in Gen.Choose(-1_000_000_000, 1_000_000_000) from exponent in Gen.Choose(-20, 20) select mantissa * Math.Pow(10, exponent) / 7);
}
