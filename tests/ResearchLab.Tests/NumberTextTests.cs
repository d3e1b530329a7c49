using ResearchLab.Basics;

namespace ResearchLab.Tests;

public class NumberTextTests
{
    [Theory]
    [InlineData("0.02", 0.02)]
    [InlineData(" 50000 ", 50_000)]
    [InlineData("1e5", 100_000)]
    [InlineData("-0.5", -0.5)]
    [InlineData("0.125", 0.125)]
    [InlineData("50.0000", 50)]
    [InlineData("1234.567", 1234.567)]
    public void Setting_PlainNumber_IsRead(string text, double expected) => Assert.Equal(expected, NumberText.Setting("X", text));

    [Theory]
    [InlineData("0,01")]
    [InlineData("50,000")]
    [InlineData("1.000.000")]
    [InlineData("1 000")]
    [InlineData("2%")]
    [InlineData("$100")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("0x10")]
    [InlineData("(5)")]
    [InlineData("")]
    public void Setting_AnythingElse_IsRefusedWithNameTextAndRemedy(string text)
    {
        string message = Assert.Throws<ConfigurationException>(() => NumberText.Setting("RISK_PER_TRADE", text)).Message;
        Assert.StartsWith($"RISK_PER_TRADE is '{text}'; ", message, StringComparison.Ordinal);
        Assert.Contains(NumberText.Hint, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("50.000", "50000", "50.0000")]
    [InlineData("1.125", "1125", "1.1250")]
    [InlineData("-250.000", "-250000", "-250.0000")]
    public void Setting_ThreeDecimalsThatMayBeThousands_IsRefusedWithBothReadings(string text, string together, string apart)
    {
        string message = Assert.Throws<ConfigurationException>(() => NumberText.Setting("ACCOUNT_VALUE", text)).Message;
        Assert.Equal($"ACCOUNT_VALUE is '{text}', which some read as {together} and others as {apart}; write one of these.", message);
        // Both remedies work.
        Assert.Equal(1000, NumberText.Setting("X", together) / NumberText.Setting("X", apart), 1e-9);
    }

    [Fact]
    public void Count_NotWhole_IsRefused()
    {
        Assert.Equal(3, NumberText.Count("X", "3"));
        Assert.Equal(3, NumberText.Count("X", "3.0"));
        foreach (string text in (string[])["2.5", "1e12", "-3e9"])
            Assert.Contains("whole number", Assert.Throws<ConfigurationException>(() => NumberText.Count("X", text)).Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => NumberText.Count("X", "1.000"));
    }
}
