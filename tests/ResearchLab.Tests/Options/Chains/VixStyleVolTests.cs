using ResearchLab.Options;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Options;

public sealed class VixStyleVolTests(ITestOutputHelper output)
{
    private const double Forward = 2900, Rate = 0.023;
    private static readonly DateTimeOffset s_quoted = new(2019, 5, 6, 20, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.12, 0.12)]
    [InlineData(0.20, 0.30)]
    [InlineData(0.60, 0.45)]
    public void ConstantMaturity_FlatSmilesOnAFineGrid_IsInterpolatedInTotalVariance(double near, double next)
    {
        VixStyleExpiry[] expiries = [Expiry(25, near), Expiry(32, next), Expiry(39, 0.9), Expiry(18, 0.9)];
        double expected = Math.Sqrt((near * near * 25 * 2 / 7 + (next * next * 32 * 5 / 7)) / 30);
        VixStyleResult result = VixStyleVol.ConstantMaturity(expiries, s_quoted);
        Assert.Equal((VixStyleStatus.Solved, ""), (result.Status, result.Why));
        Assert.Equal(1, result.VolAnnual / expected, 2e-3);
    }

    [Fact]
    public void OneExpiry_PaperFormula_AgreesWithAStraightSum()
    {
        VixStyleExpiry expiry = Expiry(30, 0.2, step: 25);
        double years = 30 / 365.0, growth = Math.Exp(Rate * years), sum = 0;
        StrikeQuotes[] s = expiry.Strikes;
        int center = Array.FindLastIndex(s, q => q.Strike <= Forward);
        for (int i = 0; i < s.Length; i++)
        {
            double call = (s[i].CallBid + s[i].CallAsk) / 2, put = (s[i].PutBid + s[i].PutAsk) / 2;
            double width = i == 0 || i == s.Length - 1 ? 25 : (s[i + 1].Strike - s[i - 1].Strike) / 2;
            sum += width / (s[i].Strike * s[i].Strike) * growth * (i < center ? put : i > center ? call : (call + put) / 2);
        }

        double variance = (2 * sum / years) - (Math.Pow((Forward / s[center].Strike) - 1, 2) / years);
        Assert.Equal(Math.Sqrt(variance), VixStyleVol.OneExpiry(expiry, s_quoted).VolAnnual, 1e-9);
    }

    [Fact]
    public void OneExpiry_TwoStrikesWithoutBid_EndTheWing()
    {
        VixStyleExpiry whole = Expiry(30, 0.2, step: 25);
        int at = Array.FindIndex(whole.Strikes, q => q.Strike == 2400);
        StrikeQuotes[] one = [.. whole.Strikes], two = [.. whole.Strikes], cut = whole.Strikes[(at + 1)..];
        one[at] = one[at] with { PutBid = 0 };
        two[at] = two[at] with { PutBid = 0 };
        two[at - 1] = two[at - 1] with { PutBid = double.NaN };
        double Vol(StrikeQuotes[] strikes) => VixStyleVol.OneExpiry(whole with { Strikes = strikes }, s_quoted).VolAnnual;
        Assert.Equal(Vol(cut), Vol(two));
        Assert.NotEqual(Vol(cut), Vol(one));
        // One hole is bridged by the neighbours, which stand for its width too.
        Assert.Equal(1, Vol(one) / Vol(whole.Strikes), 1e-3);
    }

    public static TheoryData<string, VixStyleStatus> Holes => new()
    {
        { "no bids", VixStyleStatus.NoForward },
        { "crossed", VixStyleStatus.NoForward },
        { "no calls", VixStyleStatus.NoForward },
        { "no puts out of the money", VixStyleStatus.TooFewStrikes },
        { "three strikes", VixStyleStatus.TooFewStrikes },
        { "narrow", VixStyleStatus.StrikesTooNarrow },
        { "hole at the money", VixStyleStatus.StrikesTooNarrow },
        { "nothing", VixStyleStatus.NoForward },
    };

    [Theory]
    [MemberData(nameof(Holes))]
    public void OneExpiry_Holes_AreAStatusWithAReasonNotANumber(string hole, VixStyleStatus expected)
    {
        StrikeQuotes[] all = Expiry(30, 0.2).Strikes;
        StrikeQuotes[] strikes = hole switch
        {
            "no bids" => Array.ConvertAll(all, q => q with { CallBid = 0, PutBid = 0 }),
            "crossed" => Array.ConvertAll(all, q => new StrikeQuotes(q.Strike, q.CallAsk, q.CallBid - 1, q.PutAsk, q.PutBid - 1)),
            "no calls" => Array.ConvertAll(all, q => q with { CallBid = double.NaN, CallAsk = double.NaN }),
            "no puts out of the money" => Array.ConvertAll(all, q => q.Strike < Forward - 12 ? q with { PutBid = 0 } : q),
            "three strikes" => [.. all.Where(q => Math.Abs(q.Strike - Forward) <= 5)],
            "narrow" => [.. all.Where(q => Math.Abs(q.Strike - Forward) <= 60)],
            "hole at the money" => [.. all.Where(q => Math.Abs(q.Strike - Forward) >= 320)],
            _ => [],
        };
        VixStyleResult result = VixStyleVol.OneExpiry(Expiry(30, 0.2) with { Strikes = strikes }, s_quoted);
        Assert.Equal(expected, result.Status);
        Assert.True(double.IsNaN(result.VolAnnual));
        Assert.Contains("2019-06-05", result.Why, StringComparison.Ordinal);
    }

    // As in a crash: 60% volatility, puts bid all the way down, calls above the forward ever cheaper, the last bid short of 1.5 deviations away.
    [Fact]
    public void OneExpiry_CheapCallWingThatEndsEarly_IsSolved()
    {
        VixStyleExpiry expiry = Crisis(upside: 0.35, highest: 1.4);
        VixStyleResult cut = VixStyleVol.OneExpiry(expiry, s_quoted), whole = VixStyleVol.OneExpiry(Crisis(upside: 0.35, highest: 4), s_quoted);
        Assert.True(cut.Status == VixStyleStatus.Solved, cut.Why);
        Assert.Equal(1, cut.VolAnnual / whole.VolAnnual, 5e-3);
    }

    [Theory]
    [InlineData(1.0, VixStyleStatus.StrikesTooNarrow)]
    [InlineData(1.4, VixStyleStatus.Solved)]
    public void OneExpiry_OneWingOfAFlatSmileEndsEarly_IsSolvedWhenItHoldsLittle(double highest, VixStyleStatus expected) =>
        Assert.Equal(expected, VixStyleVol.OneExpiry(Crisis(upside: 0.6, highest), s_quoted).Status);

    [Fact]
    public void ConstantMaturity_OneSideOnly_IsNotBracketed()
    {
        Assert.Equal(VixStyleStatus.NotBracketed, VixStyleVol.ConstantMaturity([Expiry(25, 0.2)], s_quoted).Status);
        Assert.Equal(VixStyleStatus.NotBracketed, VixStyleVol.ConstantMaturity([Expiry(35, 0.2)], s_quoted).Status);
        Assert.Contains("no expiry", VixStyleVol.ConstantMaturity([], s_quoted).Why, StringComparison.Ordinal);
        Assert.Equal(0.2, VixStyleVol.ConstantMaturity([Expiry(30, 0.2)], s_quoted).VolAnnual, 1e-3);
    }

    [Fact]
    public void OfChain_FlatSmile_IsItsVolatility()
    {
        var session = new DateOnly(2019, 5, 6);
        RawQuote[] quotes =
        [
            .. from days in new[] { 18, 39 }
               from strike in Enumerable.Range(400, 400).Select(i => 5.0 * i)
               from right in new[] { OptionRight.Call, OptionRight.Put }
               let price = BlackScholes.Price(right, Forward, strike, 0.2, days / 365.0, Rate)
               where price > 0.01
               select new RawQuote(new OptionContract(session.AddDays(days), strike, right), price * 0.99, price * 1.01, double.NaN, double.NaN),
        ];
        VixStyleResult result = VixStyleVol.OfChain(ChainBuilder.Build("X", session, Forward, Rate, ChainOrigin.Observed, quotes).Chain);
        Assert.True(result.Status == VixStyleStatus.Solved, result.Why);
        Assert.Equal(0.2, result.VolAnnual, 5e-4);
    }

    [Theory]
    [InlineData("SPX", "2019-05-17", true)] // third Friday
    [InlineData("SPXW", "2019-05-17", false)]
    [InlineData("SPXW", "2019-05-24", true)]
    [InlineData("SPXW", "2019-05-22", false)] // Wednesday
    [InlineData("SPXW", "2022-04-14", false)] // Thursday before Good Friday, a third Friday
    [InlineData("SPX", "2022-04-14", true)]
    public void IsIndexExpiry_KnownSeries_FollowsTheIndex(string root, string expiry, bool used) =>
        Assert.Equal(used, VixStyleVol.IsIndexExpiry(root, DateOnly.Parse(expiry)));

    [Fact]
    public void ConstantMaturity_RealIndexChainsOf2019_LieWithinTheDaysRangeOfTheVix()
    {
        Dictionary<DateOnly, (double Low, double High)> vix = Ranges("vol_VIX.csv.gz");
        Dictionary<DateOnly, (double Low, double High)> vix3M = Ranges("vol_VIX3M.csv.gz"), vix9D = Ranges("vol_VIX9D.csv.gz");
        SortedDictionary<DateOnly, List<(string Root, VixStyleExpiry Expiry)>> days = SpxDays();
        int inside = 0, inside3M = 0, inside9D = 0;
        foreach ((DateOnly day, List<(string Root, VixStyleExpiry Expiry)> expiries) in days)
        {
            DateTimeOffset quoted = ExchangeCalendar.Nyse.CloseOf(day);
            VixStyleExpiry[] weekly = [.. expiries.Where(e => VixStyleVol.IsIndexExpiry(e.Root, New(e.Expiry))).Select(e => e.Expiry)];
            VixStyleExpiry[] monthly = [.. expiries.Where(e => e.Root == "SPX" && OptionExpiries.IsMonthly(New(e.Expiry))).Select(e => e.Expiry)];
            VixStyleResult month = VixStyleVol.ConstantMaturity(weekly, quoted), quarter = VixStyleVol.ConstantMaturity(monthly, quoted, 93),
                week = VixStyleVol.ConstantMaturity(weekly, quoted, 9);
            inside += Inside(month, vix[day]) ? 1 : 0;
            inside3M += Inside(quarter, vix3M[day]) ? 1 : 0;
            inside9D += Inside(week, vix9D[day]) ? 1 : 0;
            output.WriteLine($"{day:yyyy-MM-dd} 30d {100 * month.VolAnnual:0.00} in {vix[day].Low}–{vix[day].High} {month.Why}; "
                + $"93d {100 * quarter.VolAnnual:0.00} in {vix3M[day].Low}–{vix3M[day].High} {quarter.Why}; 9d {100 * week.VolAnnual:0.00} in "
                + $"{vix9D[day].Low}–{vix9D[day].High} {week.Why}");
        }

        output.WriteLine($"inside: {inside}, {inside3M}, {inside9D} of {days.Count}");
        Assert.True(days.Count >= 30, $"{days.Count} days");
        Assert.True(inside >= 0.9 * days.Count, $"{inside} of {days.Count} days within the VIX's low and high ± 0.3");
        Assert.True(inside3M >= 0.9 * days.Count, $"{inside3M} of {days.Count} days within the VIX3M's low and high ± 0.3");
        Assert.True(inside9D >= 0.9 * days.Count, $"{inside9D} of {days.Count} days within the VIX9D's low and high ± 0.3");
    }

    private static bool Inside(VixStyleResult result, (double Low, double High) range) =>
        100 * result.VolAnnual >= range.Low - 0.3 && 100 * result.VolAnnual <= range.High + 0.3;

    private static DateOnly New(VixStyleExpiry expiry) => DateOnly.FromDateTime(expiry.Settlement.UtcDateTime);

    private static Dictionary<DateOnly, (double Low, double High)> Ranges(string file)
    {
        var ranges = new Dictionary<DateOnly, (double Low, double High)>();
        using StreamReader reader = RealData.OpenText(file);
        string[] header = reader.ReadLine()!.ToLowerInvariant().Split(',');
        int low = Array.IndexOf(header, "low"), high = Array.IndexOf(header, "high");
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            ranges[DateOnly.Parse(cells[0])] = (double.Parse(cells[low]), double.Parse(cells[high]));
        }

        return ranges;
    }

    private static SortedDictionary<DateOnly, List<(string Root, VixStyleExpiry Expiry)>> SpxDays()
    {
        var quotes = new SortedDictionary<(DateOnly Day, string Root, DateOnly Expiry), SortedDictionary<double, StrikeQuotes>>();
        using StreamReader reader = RealData.OpenText("options_SPX_2019.csv.gz");
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            DateOnly day = DateOnly.ParseExact(cells[0], "yyyy-MM-dd"), expiry = DateOnly.ParseExact(cells[4], "yyyy-MM-dd");
            if (expiry.DayNumber - day.DayNumber is <= 0 or > 200)
                continue;
            if (!quotes.TryGetValue((day, cells[3], expiry), out SortedDictionary<double, StrikeQuotes>? strikes))
                quotes[(day, cells[3], expiry)] = strikes = [];
            double strike = double.Parse(cells[5]), bid = cells[7].Length > 0 ? double.Parse(cells[7]) : 0,
                ask = cells[8].Length > 0 ? double.Parse(cells[8]) : double.NaN;
            StrikeQuotes known = strikes.GetValueOrDefault(strike, new StrikeQuotes(strike, double.NaN, double.NaN, double.NaN, double.NaN));
            strikes[strike] = cells[6] == "C" ? known with { CallBid = bid, CallAsk = ask } : known with { PutBid = bid, PutAsk = ask };
        }

        var days = new SortedDictionary<DateOnly, List<(string Root, VixStyleExpiry Expiry)>>();
        foreach (((DateOnly day, string root, DateOnly expiry), SortedDictionary<double, StrikeQuotes> strikes) in quotes)
        {
            days.TryAdd(day, []);
            days[day].Add((root, new VixStyleExpiry(VixStyleVol.Settlement(root, expiry), Rate, [.. strikes.Values])));
        }

        return days;
    }

    /// <summary>37 days at 60%, calls struck above the forward of another volatility and none above so many deviations.</summary>
    private static VixStyleExpiry Crisis(double upside, double highest)
    {
        double years = 37 / 365.0, deviation = 0.6 * Math.Sqrt(years), spot = Forward * Math.Exp(-Rate * years);
        var strikes = new List<StrikeQuotes>();
        for (double strike = 600; strike <= Forward * Math.Exp(highest * deviation); strike += 25)
        {
            double vol = strike > Forward ? upside : 0.6;
            double call = BlackScholes.Price(OptionRight.Call, spot, strike, vol, years, Rate),
                put = BlackScholes.Price(OptionRight.Put, spot, strike, vol, years, Rate);
            strikes.Add(new StrikeQuotes(strike, call * 0.99, call * 1.01, put * 0.99, put * 1.01));
        }

        return new VixStyleExpiry(s_quoted.AddDays(37), Rate, [.. strikes]);
    }

    private static VixStyleExpiry Expiry(int days, double vol, double step = 5)
    {
        double years = days / 365.0, spot = Forward * Math.Exp(-Rate * years);
        var strikes = new List<StrikeQuotes>();
        double deviation = vol * Math.Sqrt(years);
        for (double strike = Math.Ceiling(Forward * Math.Exp(-6 * deviation) / step) * step; strike <= Forward * Math.Exp(6 * deviation); strike += step)
        {
            double call = BlackScholes.Price(OptionRight.Call, spot, strike, vol, years, Rate),
                put = BlackScholes.Price(OptionRight.Put, spot, strike, vol, years, Rate);
            strikes.Add(new StrikeQuotes(strike, call * 0.99, call * 1.01, put * 0.99, put * 1.01));
        }

        return new VixStyleExpiry(s_quoted.AddDays(days), Rate, [.. strikes]);
    }
}
