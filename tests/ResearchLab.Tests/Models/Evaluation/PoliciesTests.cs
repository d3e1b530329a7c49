using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

public sealed class PoliciesTests
{
    [Theory]
    [InlineData(0.8, -0.05, Structure.BearCallSpread)]
    [InlineData(0.5, 0.00, Structure.IronCondor)]
    [InlineData(0.9, 0.02, Structure.BullPutSpread)]
    [InlineData(0.3, -0.02, Structure.BearPutSpread)]
    [InlineData(0.25, 0.01, Structure.PutCalendar)]
    [InlineData(0.49, 0.03, Structure.BullCallSpread)]
    [InlineData(0.1, -0.03, Structure.LongPut)]
    [InlineData(0.0, 0.0, Structure.LongStraddle)]
    [InlineData(0.2, 0.10, Structure.LongCall)]
    [InlineData(double.NaN, 0.10, Structure.NoTrade)]
    [InlineData(0.2, double.NaN, Structure.NoTrade)]
    public void Textbook_Table_IsFollowed(double ivRank, double trend, Structure expected) => Assert.Equal(expected, Policies.Textbook(ivRank, trend));

    [Fact]
    public void Random_ManySessions_DrawsAllStructuresEvenly()
    {
        var sessions = SyntheticMarket.Sessions(11_000);
        var counts = sessions.CountBy(session => Policies.Random(3, session)).ToDictionary();
        Assert.Equal(11, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
        Assert.DoesNotContain(Structure.NoTrade, counts.Keys);
    }
}
