using Dapper;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Market;

/// <summary>A name in the lake that this program does not know is refused by it: read as the nearest known one it would pass for real data.</summary>
public sealed class StoredNamesTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2024-02-01");

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("origin", "vendor")]
    [InlineData("origin", "Observed")]
    [InlineData("right", "X")]
    public void Chain_UnknownName_IsRefused(string column, string name)
    {
        LakeMarket.AppendChains(_fixture.Lake, [ReportFixture.Chain(ChainOrigin.Observed)], "vendor");
        Rewrite(column, name);
        using LakeView view = _fixture.Lake.Now();
        Assert.Contains($"'{name}'", Assert.Throws<InvalidDataException>(() => LakeMarket.Chain(view, "SPY", ReportFixture.Session)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_UnknownAdjustment_IsRefused()
    {
        LakeMarket.AppendBars(_fixture.Lake, ReportFixture.Bars(), "csv");
        Rewrite("adjustment", "mostly");
        using LakeView view = _fixture.Lake.Now();
        Assert.Contains("'mostly'", Assert.Throws<InvalidDataException>(() => LakeMarket.Bars(view, "SPY")).Message, StringComparison.Ordinal);
        Assert.Contains("'mostly'", Assert.Throws<InvalidDataException>(() => LakeMarket.AllBars(view)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("origin", "2")]
    [InlineData("reason", "gave_up")]
    public void Labels_UnknownName_IsRefused(string column, string name)
    {
        DateOnly session = new(2024, 1, 2), next = new(2024, 1, 3), end = new(2024, 1, 5);
        ResearchLab.Backtesting.TradeOutcome[] outcomes =
            [.. Enumerable.Range(0, Structures.Count).Select(i => new ResearchLab.Backtesting.TradeOutcome((Structure)i, session, next, end,
                ResearchLab.Backtesting.ExitReason.TakeProfit, 10, 1, 100))];
        LabelStore.Append(_fixture.Lake, new OutcomeMatrix("SPY", "spec", ChainOrigin.Modelled, [session], outcomes));
        Rewrite(column, name);
        using LakeView view = _fixture.Lake.Now();
        Assert.Contains($"'{name}'", Assert.Throws<InvalidDataException>(() => LabelStore.Read(view, "SPY", "spec")).Message, StringComparison.Ordinal);
    }

    private void Rewrite(string column, string name)
    {
        using var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:");
        connection.Open();
        foreach (string file in _fixture.DataFiles())
        {
            connection.Execute(
                $"COPY (SELECT * REPLACE ('{name}' AS \"{column}\") FROM read_parquet('{file}', hive_partitioning = false)) TO '{file}.new' (FORMAT parquet)");
            File.Move($"{file}.new", file, overwrite: true);
        }
    }
}
