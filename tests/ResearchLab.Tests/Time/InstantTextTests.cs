using ResearchLab.Time;

namespace ResearchLab.Tests.Time;

public sealed class InstantTextTests
{
    [Theory]
    [InlineData("2024-01-31", "2024-01-31T23:59:59.9999990Z")]
    [InlineData("9999-12-31", "9999-12-31T23:59:59.9999990Z")]
    [InlineData("2024-01-31T21:00:00Z", "2024-01-31T21:00:00Z")]
    [InlineData("2024-01-31T21:00", "2024-01-31T21:00:00Z")]
    [InlineData("2024-01-31T16:00:00-05:00", "2024-01-31T21:00:00Z")]
    [InlineData("2024-01-31T21:00:00.1234567Z", "2024-01-31T21:00:00.1234567Z")]
    public void TryParse_DateOrInstant_IsInUtc(string text, string expected)
    {
        Assert.True(InstantText.TryParse(text, out DateTimeOffset instant));
        Assert.Equal(expected,
            instant.UtcDateTime.ToString(expected.Contains('.', StringComparison.Ordinal) ? "yyyy-MM-ddTHH:mm:ss.fffffffZ" : "yyyy-MM-ddTHH:mm:ssZ"));
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024")]
    [InlineData("21:00")]
    [InlineData("T21:00:00Z")]
    [InlineData("2024-02-30")]
    [InlineData("2024-02-30T21:00:00Z")]
    [InlineData("2024-01-31 21:00")]
    [InlineData("2024-01-31T25:00:00Z")]
    [InlineData("01/31/2024")]
    [InlineData("yesterday")]
    public void TryParse_AnythingElse_IsNone(string text) => Assert.False(InstantText.TryParse(text, out _));
}
