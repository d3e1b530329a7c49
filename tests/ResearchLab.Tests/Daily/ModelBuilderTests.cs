using ResearchLab.Daily;
using ResearchLab.Time;

namespace ResearchLab.Tests.Daily;

public class ModelBuilderTests
{
    [Theory]
    [InlineData("2024-01-02", "2023-12-29")]
    [InlineData("2024-03-28", "2023-12-29")] // the last session of the quarter, before Good Friday
    [InlineData("2024-04-01", "2024-03-28")]
    [InlineData("2024-06-28", "2024-03-28")]
    [InlineData("2024-07-01", "2024-06-28")]
    [InlineData("2024-09-30", "2024-06-28")]
    [InlineData("2024-10-01", "2024-09-30")]
    [InlineData("2024-12-31", "2024-09-30")]
    [InlineData("2020-03-16", "2019-12-31")]
    [InlineData("2001-09-17", "2001-06-29")]
    public void TrainingSession_IsTheLastSessionOfTheQuarterBefore(string session, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), ModelBuilder.TrainingSession(DateOnly.Parse(session)));

    [Fact]
    public void TrainingSession_AnySession_IsEarlierAndTheSameWithinTheQuarter()
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(1999, 12, 1), new DateOnly(2025, 12, 31));
        for (int i = 1; i < sessions.Length; i++)
        {
            DateOnly training = ModelBuilder.TrainingSession(sessions[i]);
            bool newQuarter = (sessions[i].Month - 1) / 3 != (sessions[i - 1].Month - 1) / 3;
            Assert.True(training < sessions[i] && ExchangeCalendar.Nyse.IsSession(training));
            Assert.Equal(newQuarter ? sessions[i - 1] : ModelBuilder.TrainingSession(sessions[i - 1]), training);
        }
    }
}
