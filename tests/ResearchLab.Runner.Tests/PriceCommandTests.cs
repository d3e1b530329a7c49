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
        Assert.Contains("exercising", result.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal("{\"iv\":null,\"status\":\"BelowIntrinsic\"}", result.Output.Trim());
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
    [InlineData("price iv call --price 70 --spot 60 --strike 65 --years 0.25 --rate 0.08", "70")]
    [InlineData("price iv put --price 1 --spot 60 --strike 65 --years 0.25 --rate 0.08", "exercising")]
    public void Price_BadInput_IsOneLine_AndExitCode2(string line, string named)
    {
        LabResult result = Lab(line);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(result.Output);
    }
}
