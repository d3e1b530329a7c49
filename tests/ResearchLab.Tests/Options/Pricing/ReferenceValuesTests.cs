using ResearchLab.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Options;

/// <summary>The published prices and greeks of Haug (1998) and others through every code path that can give them.</summary>
public sealed class ReferenceValuesTests
{
    private sealed record Row(string Style, string Test, string Quantity, OptionRight Right, double Strike, double Spot, double Yield, double Rate,
        double Years, double Vol, double Expected, double Tolerance);

    private static Row[] Rows(string style)
    {
        List<Row> rows = [];
        using StreamReader reader = RealData.OpenText("option_reference_values.csv.gz");
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            double[] x = [.. cell[4..].Select(text => double.TryParse(text, out double number) ? number : double.NaN)];
            rows.Add(new Row(cell[0], cell[1], cell[2], cell[3] == "C" ? OptionRight.Call : OptionRight.Put, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]));
        }

        return [.. rows.Where(row => row.Style == style)];
    }

    // In the units of the table: vega and rho by the fraction, theta by the year.
    private static double Of(string quantity, double[] g) => quantity switch
    {
        "price" => g[0],
        "delta" => g[1],
        "gamma" => g[2],
        "vega" => g[3] * 100,
        "theta" => g[4] * 365,
        "rho" => g[5] * 100,
        _ => double.NaN,
    };

    private static void Hold(Row row, string path, double actual, double slack = 0) =>
        Assert.True(Math.Abs(actual - row.Expected) <= row.Tolerance + slack, $"{path} {row}: {actual}");

    [Fact]
    public void European_EveryPath_AgreesToTheTolerance()
    {
        Row[] rows = Rows("european");
        Assert.Equal(27, rows.Length);
        foreach (Row row in rows)
        {
            FullGreeks full = BlackScholes.FullGreeks(row.Right, row.Spot, row.Strike, row.Vol, row.Years, row.Rate, row.Yield);
            Hold(row, "full", Of(row.Quantity, [full.Price, full.DeltaPerUnit, full.GammaPerUnit, full.VegaPerVolPoint, full.ThetaPerDay, full.RhoPerPct]));

            // 13 options fill vectors of any width and leave a rest.
            const int Count = 13;
            double[] strike = [.. Enumerable.Repeat(row.Strike, Count)], vol = [.. Enumerable.Repeat(row.Vol, Count)];
            double[][] to = [.. Enumerable.Range(0, 6).Select(_ => new double[Count])];
            BlackScholesBatch.Greeks(row.Right, row.Spot, strike, vol, row.Years, row.Rate, row.Yield,
                new GreekColumns(to[0], to[1], to[2], to[3], to[4], to[5]));
            for (int i = 0; i < Count; i++)
                Hold(row, $"batch {i}", Of(row.Quantity, [.. to.Select(column => column[i])]));

            Greeks grid = DividendOption.Greeks(row.Right, false, row.Spot, row.Strike, row.Vol, row.Years, row.Rate, row.Yield, []);
            Hold(row, "grid", Of(row.Quantity, [grid.Price, grid.DeltaPerUnit, grid.GammaPerUnit, grid.VegaPerVolPoint, grid.ThetaPerDay, grid.RhoPerPct]),
                1e-5 * row.Strike);

            double forward = row.Spot * Math.Exp((row.Rate - row.Yield) * row.Years);
            if (row.Quantity == "price")
                Hold(row, "Black-76", Black76.Price(row.Right, forward, row.Strike, row.Vol, row.Years, row.Rate));
        }
    }

    [Fact]
    public void European_ImpliedVol_OfThePublishedPrice_IsThePublishedVolatility()
    {
        foreach (Row row in Rows("european").Where(row => row.Quantity == "price"))
        {
            // A price of four digits says no more of the volatility than this.
            double vega = 100 * BlackScholes.Greeks(row.Right, row.Spot, row.Strike, row.Vol, row.Years, row.Rate, row.Yield).VegaPerVolPoint;
            double known = 1.5 * row.Tolerance / vega;
            ImpliedVol one = ImpliedVolatility.Solve(row.Right, row.Expected, row.Spot, row.Strike, row.Years, row.Rate, row.Yield);
            Assert.True(one.Status == ImpliedVolStatus.Solved || known > 0.1 * row.Vol, $"{row}: {one.Status}");
            if (known > 0.1 * row.Vol)
                continue;
            Assert.Equal(row.Vol, one.VolAnnual, known);
            var vol = new double[7];
            var status = new ImpliedVolStatus[7];
            ImpliedVolatilityBatch.Solve(
                row.Right, [.. Enumerable.Repeat(row.Expected, 7)], row.Spot, [.. Enumerable.Repeat(row.Strike, 7)], row.Years, row.Rate, row.Yield,
                vol, status);
            Assert.All(vol, found => Assert.Equal(one.VolAnnual, found, 1e-10));
        }
    }

    [Fact]
    public void American_GridAndImpliedVol_AgreeWithTheSpectralPrice()
    {
        Row[] rows = Rows("american");
        Assert.Equal(46, rows.Length);
        foreach (Row row in rows)
        {
            double exact = AmericanOption.Price(row.Right, row.Spot, row.Strike, row.Vol, row.Years, row.Rate, row.Yield);
            double grid = DividendOption.Price(row.Right, true, row.Spot, row.Strike, row.Vol, row.Years, row.Rate, row.Yield, []);
            Assert.True(Math.Abs(grid - exact) <= 3e-5 * row.Strike * Math.Max(1, row.Vol * row.Vol * row.Years), $"{row}: {grid}, exactly {exact}");
            ImpliedVol found = AmericanImpliedVolatility.Solve(row.Right, exact, row.Spot, row.Strike, row.Years, row.Rate, row.Yield);
            // What is above intrinsic value by rounding only has no volatility.
            double exercise = Math.Max(row.Right == OptionRight.Call ? row.Spot - row.Strike : row.Strike - row.Spot, 0), above = exact - exercise;
            ImpliedVolStatus none = exercise > 0 ? ImpliedVolStatus.ExerciseRegion : ImpliedVolStatus.BelowIntrinsic;
            Assert.True(found.Status == (above > 1e-9 * row.Strike ? ImpliedVolStatus.Solved : none), $"{row}: {found.Status}, {above} above");
            if (found.Status == ImpliedVolStatus.Solved)
            {
                double again = AmericanOption.Price(row.Right, row.Spot, row.Strike, found.VolAnnual, row.Years, row.Rate, row.Yield);
                Assert.Equal(exact, again, 1e-9 * row.Strike);
            }
        }
    }
}
