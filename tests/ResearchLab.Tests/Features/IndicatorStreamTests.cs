using ResearchLab.Features;
using ResearchLab.Market;

namespace ResearchLab.Tests.Features;

/// <summary>Every streaming twin against its batch, bar by bar, with gaps.</summary>
public sealed class IndicatorStreamTests
{
    private const double Relative = 1e-12;

    private static readonly BarSeries s_bars = WithGaps(SampleMarket.Generate(3, 700).Bars);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Sma_Stream_EqualsTheBatch(int window)
    {
        var stream = new SmaStream(window);
        Check(batch => Sma.Compute(s_bars.Close, window, batch), i => stream.Update(s_bars.Close[i]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(26)]
    public void Ema_Stream_EqualsTheBatch(int window)
    {
        var stream = new EmaStream(window);
        Check(batch => Ema.Compute(s_bars.Close, window, batch), i => stream.Update(s_bars.Close[i]));
        var smoothed = EmaStream.Wilder(window);
        Check(batch => Smma.Compute(s_bars.Close, window, batch), i => smoothed.Update(s_bars.Close[i]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    public void Rsi_Stream_EqualsTheBatch(int window)
    {
        var stream = new RsiStream(window);
        Check(batch => Rsi.Compute(s_bars.Close, window, batch), i => stream.Update(s_bars.Close[i]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    public void Atr_Stream_EqualsTheBatch(int window)
    {
        var stream = new AtrStream(window);
        Check(batch => Atr.Compute(s_bars.High, s_bars.Low, s_bars.Close, window, batch), i => stream.Update(s_bars.High[i], s_bars.Low[i], s_bars.Close[i]));
    }

    [Fact]
    public void Macd_Stream_EqualsTheBatch()
    {
        MacdStream line = new(12, 26, 9), histogram = new(12, 26, 9);
        Check(batch => Macd.Line(s_bars.Close, 12, 26, batch), i => line.Update(s_bars.Close[i]).Line);
        Check(batch => Macd.Histogram(s_bars.Close, 12, 26, 9, batch), i => histogram.Update(s_bars.Close[i]).Histogram);
    }

    [Fact]
    public void Bollinger_Stream_EqualsTheBatch()
    {
        double[] middle = new double[s_bars.Count], upper = new double[s_bars.Count], lower = new double[s_bars.Count];
        Bollinger.Bands(s_bars.Close, 20, 2, middle, upper, lower);
        var stream = new BollingerStream(20, 2);
        for (int i = 0; i < s_bars.Count; i++)
        {
            (double m, double u, double l) = stream.Update(s_bars.Close[i]);
            Assert.True(FeatureInvariants.Same(middle[i], m, Relative) && FeatureInvariants.Same(upper[i], u, Relative)
                && FeatureInvariants.Same(lower[i], l, Relative), $"row {i}");
        }
    }

    [Fact]
    public void Obv_Stream_EqualsTheBatch()
    {
        var stream = default(ObvStream);
        Check(batch => Obv.Compute(s_bars.Close, s_bars.Volume, batch), i => stream.Update(s_bars.Close[i], s_bars.Volume[i]));
    }

    [Fact]
    public void Vwap_StreamAnchoredBySession_EqualsTheBatchOfEachSession()
    {
        const int BarsASession = 78;
        var stream = default(VwapStream);
        var expected = new double[s_bars.Count];
        for (int start = 0; start < s_bars.Count; start += BarsASession)
        {
            Range session = start..Math.Min(start + BarsASession, s_bars.Count);
            Vwap.Anchored(s_bars.High.AsSpan(session), s_bars.Low.AsSpan(session), s_bars.Close.AsSpan(session), s_bars.Volume.AsSpan(session),
                expected.AsSpan(session));
            stream.Reset();
            for (int i = session.Start.Value; i < session.End.Value; i++)
                Assert.True(FeatureInvariants.Same(expected[i], stream.Update(s_bars.High[i], s_bars.Low[i], s_bars.Close[i], s_bars.Volume[i]), Relative),
                    $"row {i}");
            Assert.Equal((s_bars.High[start] + s_bars.Low[start] + s_bars.Close[start]) / 3, expected[start], Relative * expected[start]);
        }
    }

    [Fact]
    public void Dmi_Stream_EqualsTheBatch()
    {
        double[] plus = new double[s_bars.Count], minus = new double[s_bars.Count], index = new double[s_bars.Count], adx = new double[s_bars.Count],
            rating = new double[s_bars.Count];
        Dmi.Compute(s_bars.High, s_bars.Low, s_bars.Close, 14, plus, minus, index, adx, rating);
        var stream = new DmiStream(14);
        for (int i = 0; i < s_bars.Count; i++)
        {
            DmiValues values = stream.Update(s_bars.High[i], s_bars.Low[i], s_bars.Close[i]);
            Assert.True(FeatureInvariants.Same(plus[i], values.PlusDi, Relative) && FeatureInvariants.Same(minus[i], values.MinusDi, Relative)
                && FeatureInvariants.Same(adx[i], values.Adx, Relative), $"row {i}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Stream_WindowBelowOne_IsRefused(int window)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmaStream(window));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmaStream(window));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RsiStream(window));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AtrStream(window));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DmiStream(window));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BollingerStream(window, 2));
    }

    private static void Check(Action<double[]> batch, Func<int, double> update)
    {
        var expected = new double[s_bars.Count];
        batch(expected);
        Assert.Contains(expected, double.IsFinite);
        for (int i = 0; i < expected.Length; i++)
        {
            double actual = update(i);
            Assert.True(FeatureInvariants.Same(expected[i], actual, Relative, 1e-300), $"row {i}: {actual:R} in the stream, {expected[i]:R} in the batch");
        }
    }

    private static BarSeries WithGaps(BarSeries bars) => bars with
    {
        Close = SampleMarket.Replace(SampleMarket.Replace(bars.Close, 300, double.NaN), 420, double.NaN),
        High = SampleMarket.Replace(bars.High, 420, double.NaN),
        Volume = SampleMarket.Replace(bars.Volume, 420, double.NaN),
    };
}
