using ResearchLab.Basics;

namespace ResearchLab.Tests.Columns;

public class DisplayTests
{
    [Theory]
    [InlineData(1234.5, 2, "$1,234.50")]
    [InlineData(-20, 2, "−$20.00")]
    [InlineData(0, 2, "$0.00")]
    [InlineData(-0.004, 2, "$0.00")]
    [InlineData(-0.006, 2, "−$0.01")]
    [InlineData(-0.4, 0, "$0")]
    [InlineData(1_000_000, 0, "$1,000,000")]
    [InlineData(double.PositiveInfinity, 2, "unlimited")]
    [InlineData(double.NegativeInfinity, 2, "−unlimited")]
    [InlineData(double.NaN, 2, "unknown")]
    public void Money_ReadsAsPeopleWriteIt(double dollars, int decimals, string expected) => Assert.Equal(expected, Display.Money(dollars, decimals));

    [Theory]
    [InlineData(0.014, 1, "1.4%")]
    [InlineData(-0.5, 0, "−50%")]
    [InlineData(0, 1, "0.0%")]
    [InlineData(-0.0004, 1, "0.0%")]
    [InlineData(-0.0006, 1, "−0.1%")]
    [InlineData(12.5, 0, "1250%")]
    [InlineData(double.PositiveInfinity, 1, "unlimited")]
    [InlineData(double.NegativeInfinity, 1, "−unlimited")]
    [InlineData(double.NaN, 1, "unknown")]
    public void Percent_ReadsAsPeopleWriteIt(double fraction, int decimals, string expected) => Assert.Equal(expected, Display.Percent(fraction, decimals));

    [Theory]
    [InlineData(-12.24, 1, "−12.2×")]
    [InlineData(494.67, 0, "495×")]
    [InlineData(1234.5, 0, "1,234×")]
    [InlineData(-0.04, 1, "0.0×")]
    [InlineData(double.NaN, 1, "unknown")]
    public void Multiple_ReadsAsPeopleWriteIt(double times, int decimals, string expected) => Assert.Equal(expected, Display.Multiple(times, decimals));

    [Fact]
    public void MoneyAndPercent_OneHalfAtTheLastDigit_SignAgreesWithTheDigits()
    {
        // The sign must be there exactly when a digit other than 0 is.
        for (int i = -400; i <= 400; i++)
        {
            string money = Display.Money(i / 400.0 * 0.02), percent = Display.Percent(i / 400.0 * 0.002);
            Assert.Equal(i < 0 && money.Any(c => c is >= '1' and <= '9'), money.StartsWith('−'));
            Assert.Equal(i < 0 && percent.Any(c => c is >= '1' and <= '9'), percent.StartsWith('−'));
        }
    }
}
