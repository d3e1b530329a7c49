using System.Text.Json;

namespace ResearchLab.Runner.Tests;

public sealed class PriceCommandTests : IDisposable
{
    private const string Haug = "--spot 60 --strike 65 --vol 0.3 --years 0.25 --rate 0.08";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LabResult Lab(string line) => LabProcess.Run(_folder.Path, line.Split(' '));

    private Dictionary<string, double> Json(string line)
    {
        LabResult result = Lab(line + " --json");
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonSerializer.Deserialize<Dictionary<string, double>>(result.Output)!;
    }

    private double ImpliedVol(string line)
    {
        LabResult result = Lab($"price iv {line} --json");
        Assert.True(result.ExitCode == 0, result.Errors);
        using var document = JsonDocument.Parse(result.Output);
        Assert.Equal("Solved", document.RootElement.GetProperty("status").GetString());
        return document.RootElement.GetProperty("iv").GetDouble();
    }

    [Fact]
    public void ImpliedVol_PriceBelowIntrinsic_HasItsStatusInJson()
    {
        LabResult result = Lab("price iv put --price 1 --spot 60 --strike 65 --years 0.25 --rate 0.08 --json");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("without any volatility the option is worth 3.712914 already", result.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal("{\"iv\":null,\"status\":\"BelowIntrinsic\"}", result.Output.Trim());
    }

    [Fact]
    public void ImpliedVol_PriceOfExercise_HasAStatusOfItsOwn()
    {
        LabResult result = Lab("price iv put --price 5 --spot 60 --strike 65 --years 0.25 --rate 0.08 --american --json");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is what exercising now brings", result.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal("{\"iv\":null,\"status\":\"ExerciseRegion\"}", result.Output.Trim());
    }

    [Theory]
    [InlineData("--spot 60 --strike 65 --vol 20 --years 0.25 --rate 0.08", "--vol is 20, which is 2000% a year; as a fraction 20% is 0.2")]
    [InlineData("--spot 60 --strike 65 --vol 0.2 --years 0.25 --rate 5", "--rate is 5, which is 500% a year; as a fraction 5% is 0.05")]
    [InlineData("--spot 60 --strike 65 --vol 0.2 --years 90 --rate 0.05", "90 days are 0.2466")]
    public void Price_NumberLikelyMeantInAnotherUnit_IsPricedWithAWordOfDoubt(string line, string doubt)
    {
        LabResult result = Lab("price put " + line);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(doubt, result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--spot 0 --strike 65 --vol 0.2 --years 0.25 --rate 0.08", "--spot is 0; it must be a finite number above 0.")]
    [InlineData("--spot 60 --strike -5 --vol 0.2 --years 0.25 --rate 0.08", "--strike is -5; it must be a finite number above 0.")]
    [InlineData("--spot 60 --strike 65 --vol -0.2 --years 0.25 --rate 0.08", "--vol is -0.2; it must be a finite number, 0 or above.")]
    [InlineData("--spot 60 --strike 65 --vol 0.2 --years -1 --rate 0.08", "--years is -1; it must be a finite number, 0 or above.")]
    [InlineData("--spot 60 --strike 65 --vol 0.2 --years 1 --rate NaN", "--rate is 'NaN'; write digits with a point")]
    public void Price_ImpossibleNumber_NamesItsOption(string line, string reason)
    {
        LabResult result = Lab("price call " + line);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Price_GreeksThatRoundToNothing_HaveNoSign_AndHugeOnesAreWrittenShort()
    {
        Assert.DoesNotContain("-0.000000", Lab("price put --spot 100 --strike 1 --vol 0.2 --years 0.25 --rate 0.04").Output, StringComparison.Ordinal);
        string huge = Lab("price put --spot 100 --strike 1e300 --vol 0.2 --years 0.5 --rate 0.04").Output;
        Assert.Contains("9.801987E+299", huge, StringComparison.Ordinal);
        Assert.All(huge.Split('\n'), line => Assert.True(line.Length < 100, line));
    }

    [Fact]
    public void Price_EuropeanCall_IsTheOneOfHaug_InJsonAndText()
    {
        Dictionary<string, double> call = Json($"price call {Haug}");
        Assert.Equal(["price", "delta", "gamma", "vega", "theta", "rho", "yieldRho", "vanna", "volga", "charm"], call.Keys);
        Assert.All(call.Values, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(2.1334, call["price"], 1e-4);
        LabResult text = Lab($"price call {Haug}");
        Assert.Contains("2.133368", text.Output, StringComparison.Ordinal);
        Assert.Contains("per calendar day", text.Output, StringComparison.Ordinal);
        Assert.Equal(0.3, ImpliedVol($"call --price {call["price"]:R} --spot 60 --strike 65 --years 0.25 --rate 0.08"), 1e-10);
    }

    [Fact]
    public void Price_AmericanPut_AllMethodsAgree()
    {
        const string Put = "price put --spot 36 --strike 40 --vol 0.2 --years 1 --rate 0.06 --american";
        Dictionary<string, double> exact = Json(Put);
        Assert.Equal(4.486, exact["price"], 1e-2);
        foreach ((string method, double tolerance) in new[] { ("alo", 1e-12), ("fd", 2e-3), ("baw", 0.05), ("bjs", 0.05) })
        {
            Dictionary<string, double> other = Json($"{Put} --method {method}");
            Assert.Equal(exact["price"], other["price"], tolerance);
            Assert.Equal(exact["delta"], other["delta"], 0.05);
        }

        Dictionary<string, double> negative = Json("price put --spot 60 --strike 65 --vol 0.3 --years 1 --rate -0.02 --yield -0.05 --american");
        Assert.InRange(negative["price"], Json("price put --spot 60 --strike 65 --vol 0.3 --years 1 --rate -0.02 --yield -0.05")["price"] - 1e-6, 65);

        double dividend = Json($"{Put} --dividend 100:1 --dividend 250:1")["price"];
        Assert.True(dividend > exact["price"] + 0.5);
        Assert.Equal(0.2, ImpliedVol($"put --american --price {exact["price"]:R} --spot 36 --strike 40 --years 1 --rate 0.06"), 1e-8);
    }

    [Fact]
    public void Price_OnAForward_IsBlack76()
    {
        // Haug (2007), The Complete Guide to Option Pricing Formulas, 2nd ed., section 1.1.4: 1.7011 for a European option on a future.
        const string Future = "price call --forward 19 --strike 19 --vol 0.28 --years 0.75 --rate 0.1";
        Dictionary<string, double> call = Json(Future);
        Assert.Equal(1.7011, call["price"], 1e-4);
        Assert.Equal(-0.0075 * call["price"], call["rho"], 1e-12);
        Assert.Equal(0, call["yieldRho"]);
        Dictionary<string, double> american = Json($"{Future} --american");
        Assert.InRange(american["price"], call["price"], 1.1 * call["price"]);
        double up = Json("price call --forward 19 --strike 19 --vol 0.28 --years 0.75 --rate 0.105 --american")["price"];
        double down = Json("price call --forward 19 --strike 19 --vol 0.28 --years 0.75 --rate 0.095 --american")["price"];
        Assert.Equal(up - down, american["rho"], 1e-5);
        Assert.Equal(0.28, ImpliedVol($"call --price {call["price"]:R} --forward 19 --strike 19 --years 0.75 --rate 0.1"), 1e-10);
        Assert.Equal(0.28, ImpliedVol($"call --price {american["price"]:R} --forward 19 --strike 19 --years 0.75 --rate 0.1 --american"), 1e-8);
    }

    [Fact]
    public void ImpliedVol_WithDividends_GivesTheVolatilityBack()
    {
        foreach (string kind in new[] { "", " --american" })
        {
            double price = Json($"price call --spot 100 --strike 90 --vol 0.25 --years 0.5 --rate 0.05 --dividend 60:2 --dividend 150:2{kind}")["price"];
            Assert.Equal(0.25, ImpliedVol($"call --price {price:R} --spot 100 --strike 90 --years 0.5 --rate 0.05 --dividend 60:2 --dividend 150:2{kind}"),
                1e-6);
        }

        double put = Json("price put --spot 60 --strike 65 --vol 0.3 --years 1 --rate -0.02 --yield -0.05 --american")["price"];
        Assert.Equal(0.3, ImpliedVol($"put --price {put:R} --spot 60 --strike 65 --years 1 --rate -0.02 --yield -0.05 --american"), 1e-6);
    }

    [Fact]
    public void Price_DividendAfterExpiry_IsNamedAndLeftOut()
    {
        LabResult result = Lab($"price call {Haug} --dividend 100:1 --json");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("100:1 goes ex at or after expiry", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2.1334, JsonSerializer.Deserialize<Dictionary<string, double>>(result.Output)!["price"], 1e-3);
    }

    [Fact]
    public void Price_WithDividends_HasEveryGreek_AndItsLimitWithoutVolatilityOrTime()
    {
        Dictionary<string, double> call = Json("price call --spot 100 --strike 95 --vol 0.2 --years 0.5 --rate 0.04 --dividend 60:1.2 --american");
        Assert.Equal(["price", "delta", "gamma", "vega", "theta", "rho", "yieldRho", "vanna", "volga", "charm"], call.Keys);
        Assert.All(call.Values, value => Assert.True(double.IsFinite(value) && value != 0));
        // The holder exercises before the ex-date, held to expiry the dividend is lost.
        double before = 100 - (90 * Math.Exp(-0.04 * 60 / 365)), after = 100 - (3 * Math.Exp(-0.04 * 60 / 365)) - (90 * Math.Exp(-0.04 * 0.2));
        Assert.Equal(before, Json("price call --spot 100 --strike 90 --vol 0 --years 0.2 --rate 0.04 --dividend 60:3 --american")["price"], 1e-9);
        Assert.Equal(after, Json("price call --spot 100 --strike 90 --vol 0 --years 0.2 --rate 0.04 --dividend 60:3")["price"], 1e-9);
        Assert.Equal(10, Json("price call --spot 100 --strike 90 --vol 0.2 --years 0 --rate 0.04 --dividend 60:3 --american")["price"]);
    }

    [Theory]
    [InlineData("price call --spot 100 --strike 30000 --vol 0.2 --years 1 --rate 0.03", 0, 1e-100)]
    [InlineData("price put --spot 100 --strike 30000 --vol 0.2 --years 1 --rate 0.03 --yield 0.02 --american", 29_900, 29_900)]
    [InlineData("price put --spot 100 --strike 30000 --vol 0.2 --years 1 --rate -0.03", 30_813.6, 30_813.7)]
    [InlineData("price call --spot 100 --strike 0.001 --vol 0.2 --years 1 --rate 0.03 --american", 99.999, 100)]
    [InlineData("price put --spot 100 --strike 100 --vol 1e6 --years 1 --rate 0.03 --american", 100, 100)]
    [InlineData("price put --spot 100 --strike 100 --vol 0 --years 1 --rate 0.03 --american", 0, 0)]
    [InlineData("price call --spot 100 --strike 90 --vol 0.2 --years 0 --rate 0.03", 10, 10)]
    [InlineData("price call --spot 100 --strike 90 --vol 0.2 --years 1 --rate 0.03 --dividend 100:60 --dividend 200:60", 0, 1e-6)]
    public void Price_ExtremeButMeaningful_IsWithinItsBounds(string line, double low, double high)
    {
        Dictionary<string, double> numbers = Json(line);
        Assert.InRange(numbers["price"], low, high);
        Assert.All(numbers.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Price_AtExpiry_HasNoNegativeZero()
    {
        foreach (string kind in new[] { "call", "put" })
            Assert.DoesNotContain("-0,", Lab($"price {kind} --spot 60 --strike 65 --vol 0.3 --years 0 --rate 0.08 --json").Output.Replace("}", ",",
                StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price call --spot -5 --strike 65 --vol 0.3 --years 0.25 --rate 0.08", "-5")]
    [InlineData("price call --spot abc --strike 65 --vol 0.3 --years 0.25 --rate 0.08", "abc")]
    [InlineData("price call --spot 60 --vol 0.3 --years 0.25 --rate 0.08", "--strike")]
    [InlineData("price call --spot 60 --strike 65 --vol NaN --years 0.25 --rate 0.08", "NaN")]
    [InlineData("price put --spot 60 --strike 65 --vol 0.3 --years -1 --rate 0.08", "-1")]
    [InlineData("price put " + Haug + " --dividend 30", "'30'")]
    [InlineData("price put " + Haug + " --method baw", "--american")]
    [InlineData("price put " + Haug + " --american --method tree", "tree")]
    [InlineData("price put " + Haug + " --american --method baw --dividend 30:1", "baw")]
    [InlineData("price put --spot 60 --strike 65 --vol 0.3 --years 1 --rate -0.02 --yield -0.05 --american --method alo", "two exercise boundaries")]
    [InlineData("price call --spot 60 --forward 60 --strike 65 --vol 0.3 --years 1 --rate 0.02", "--forward")]
    [InlineData("price call --strike 65 --vol 0.3 --years 1 --rate 0.02", "--spot")]
    [InlineData("price call --forward 60 --strike 65 --vol 0.3 --years 1 --rate 0.02 --yield 0.01", "--yield")]
    [InlineData("price call --forward 60 --strike 65 --vol 0.3 --years 1 --rate 0.02 --dividend 30:1", "--dividend")]
    [InlineData("price call --spot 60 --strike 65 --vol 0.3 --years 1 --rate 0.02 --dividend 30:60", "below the spot")]
    [InlineData("price call --spot 60 --strike 1e400 --vol 0.3 --years 1 --rate 0.02", "--strike is '1e400'")]
    [InlineData("price call --spot 60 --strike 60 --vol -0.3 --years 1 --rate 0.02", "-0.3")]
    [InlineData("price call --spot 100 --strike 90 --vol 0.2 --years 1 --rate Infinity", "--rate is 'Infinity'")]
    [InlineData("price call --spot 100 --strike 90 --vol 0.2 --years 1 --rate -5000", "double precision")]
    [InlineData("price call --spot 100 --strike 90 --vol 1e-6 --years 1 --rate 0.02 --dividend 30:1", "1E-06")]
    [InlineData("price call --spot 100 --strike 90 --vol 0.2 --years 1 --rate 0.02 --dividend 0:1", "'0:1'")]
    [InlineData("price call --spot 100 --strike 90 --vol 0.2 --years 1 --rate 0.02 --dividend 30:-1", "'30:-1'")]
    [InlineData("price iv call --price 9 --spot 100 --strike 90 --years 0.5 --rate 0.03 --dividend 100:5 --american", "already")]
    [InlineData("price iv call --price NaN --spot 60 --strike 65 --years 0.25 --rate 0.08", "--price is 'NaN'")]
    [InlineData("price iv call --price 5 --spot 60 --strike 65 --years 0 --rate 0.08", "above 0")]
    [InlineData("price iv call --price 70 --spot 60 --strike 65 --years 0.25 --rate 0.08", "70")]
    [InlineData("price iv put --price 1 --spot 60 --strike 65 --years 0.25 --rate 0.08", "already")]
    public void Price_BadInput_IsOneLine_AndExitCode2(string line, string named)
    {
        LabResult result = Lab(line);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(result.Output);
    }
}
