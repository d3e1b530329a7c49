using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>
/// Reg-T requirements of the eleven structures against published ones. What a broker shows as the margin call of a credit is the
/// requirement here less the credit. Sources: Cboe, "Margin Requirement Examples for Sample Options-based Positions" (April 2007; 100 contracts,
/// here one); the Cboe margin calculator's short put spread; Interactive Brokers' iron condor under exchange rules (10 contracts, here one);
/// Cboe Rule 10.3(c)(5) for what is covered: long options in full, the wider side of put and call spreads, calendars as covered shorts.
/// </summary>
public sealed class MarginExamplesTests
{
    private static readonly DateOnly s_near = new(2007, 4, 20), s_far = new(2007, 6, 15);

    public static TheoryData<string, string, double, double, double> Published { get; } = new()
    {
        // structure, legs, net per unit, requirement, tolerance (the published premiums are rounded to a cent)
        { "long_call: IBM April 100 at 1.68", "+100C", 1.68, 168, 0 },
        { "long_put: IBM April 95 at 1.02", "+95P", 1.02, 102, 0 },
        { "bull_call_spread: IBM April 95/105, 4.53 − 0.40: 41,300 for 100", "+95C -105C", 4.53 - 0.40, 413, 1e-9 },
        { "bull_call_spread: SPX April 1450/1500, 27.57 − 5.96: 216,100 for 100", "+1450C -1500C", 27.57 - 5.96, 2_161, 1e-9 },
        { "bear_put_spread: mirror of the call spread", "+105P -95P", 4.13, 413, 1e-9 },
        { "bull_put_spread: September 125/120, 1.24 − 0.80: 580 less 124 is 456, the requirement here less the credit of 44", "-125P +120P", -0.44, 500, 0 },
        { "bear_call_spread: the same width in calls", "-120C +125C", -0.44, 500, 0 },
        { "iron_condor: 160/170/180/190: 10,000 for 10", "+160P -170P -180C +190C", -3, 1_000, 0 },
        { "iron_condor, one side wider: the wider one", "+155P -170P -180C +190C", -3, 1_500, 0 },
        { "iron_butterfly: one side", "+90P -100P -100C +110C", -6, 1_000, 0 },
        { "long_straddle: IBM April 100, 3.18 + 1.68: 48,500 for 100", "+100P +100C", 4.86, 485, 1 },
        { "long_straddle: SPX April 1450, 18.72 + 27.56: 462,900 for 100", "+1450P +1450C", 46.28, 4_629, 1 },
        { "long_strangle: both in full", "+95P +105C", 1.42, 142, 1e-9 },
        { "put_calendar: the short one is covered, the long one in full less its proceeds", "-100P +100P2", 1.30, 130, 1e-9 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void RegT_PublishedExample_Agrees(string example, string legs, double net, double requirement, double tolerance)
    {
        Assert.NotEmpty(example);
        double margin = Margin.RegT([.. legs.Split(' ').Select(Leg)], net);
        Assert.InRange(margin, requirement - tolerance - 1e-9, requirement + tolerance + 1e-9);
    }

    // "+95C" buys an April 95 call; a 2 at the end takes the later expiry.
    private static Leg Leg(string text)
    {
        bool far = text[^1] == '2';
        string body = text[1..(far ? ^1 : ^0)];
        var contract = new OptionContract(far ? s_far : s_near, double.Parse(body[..^1]), body[^1] == 'C' ? OptionRight.Call : OptionRight.Put);
        return new Leg(contract, text[0] == '+' ? 1 : -1, 1, 1.1, 0.2, 0.5, 500);
    }
}
