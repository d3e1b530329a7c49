using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks.Tests;

public sealed class FormatterTests
{
    [Fact]
    public void Format_TableOfRecords_ShowsNumbersAsFramesDo()
    {
        MimeBundle shown = Formatter.Format(
            new[] { new { Expiry = new DateOnly(2024, 1, 19), Forward = 106.60172375615292, Count = 12_345, Most = double.PositiveInfinity } });

        string html = shown.Data[MimeBundle.HtmlText]!.GetValue<string>();
        Assert.Contains(">106.601724<", html, StringComparison.Ordinal);
        Assert.Contains(">2024-01-19<", html, StringComparison.Ordinal);
        Assert.Contains(">12345<", html, StringComparison.Ordinal);
        Assert.Contains(">Infinity<", html, StringComparison.Ordinal);
        Assert.Contains("106.601724", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Format_TableOfRecords_MarksLongTextsThatMayWrap()
    {
        string html = Formatter.Format(new[] { new { Short = "2024-03-28", Long = new string('x', 41) } }).Data[MimeBundle.HtmlText]!.GetValue<string>();

        Assert.Contains("<td style=\"text-align:left\">2024-03-28", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"long\" style=\"text-align:left\">xxx", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Format_OneNumber_ShowsEveryDigit() => Assert.Equal("106.60172375615292", Formatter.Format(106.60172375615292).Text);
}
