using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Market.Sources;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>
/// A made-up source in this one file: description, requests and registration, as docs/guide/data-sources.md shows it. It is asked like those the lab comes
/// with.
/// </summary>
public sealed class AddedSourceTests
{
    [Fact]
    public async Task MadeUpSource_IsIngested_AndBroughtUpToDate()
    {
        using var fixture = new SourceFixture(_ => new("""[["2024-03-18",101.5],["2024-03-19",102.5]]"""));
        fixture.Settings = fixture.Settings with
        {
            Added = [TideSource.Description],
            Endpoints = new Dictionary<string, SourceEndpoint>(fixture.Settings.Endpoints) { ["tide"] = fixture.Open },
        };
        SymbolIngest result = await fixture.Ingest("tide", "HARBOUR");
        Assert.Null(result.Error);
        using (LakeView view = fixture.View())
            Assert.Equal([101.5, 102.5], LakeMarket.Series(view, "tide_harbour").Values);
        SourceChoice choice = Assert.Single(SourceChoice.Parse("tide/HARBOUR", fixture.Settings));
        (SourceChoice Wish, SymbolIngest Result) updated = Assert.Single(SourceUpdate.Run(fixture.Lake.Lake, fixture.Settings, [choice], fixture.Lake.Clock));
        Assert.Null(updated.Result.Error);
        Assert.Equal(0, updated.Result.Results.Sum(part => part.Rows.New));
    }

    [Fact]
    public void UnknownSource_NamesAddedOnesToo()
    {
        using var fixture = new SourceFixture(_ => new("{}"));
        fixture.Settings = fixture.Settings with { Added = [TideSource.Description] };
        Assert.Contains("Did you mean 'tide'?", SourceCatalog.Unknown("tids", fixture.Settings.Names), StringComparison.Ordinal);
    }

    private sealed class TideSource(SourceAccess access) : IDataSource
    {
        public static SourceDescription Description { get; } = new("tide", "Heights of tides", new Uri("https://tide.example"), 60)
        {
            Datasets = [new SourceDataset("series") { OverlapDays = 10 }],
            FirstDay = new DateOnly(2024, 1, 1),
            Open = access => new TideSource(access),
        };

        SourceDescription IDataSource.Description => Description;

        public ExchangeCalendar CalendarOf(string symbol) => ExchangeCalendar.Nyse;

        public string SeriesNameOf(string symbol) => $"tide_{symbol.ToLowerInvariant()}";

        public async IAsyncEnumerable<SourceRows> FetchAsync(SourceQuery query,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            (_, System.Text.Json.JsonElement json) = await access.Http.GetAsync(new SourceRequest("tide", access.Endpoint, $"/heights?of={query.Symbol}"),
                cancellation);
            JsonFields[][] rows = [.. new JsonFields("tide", json).Items().Select(row => row.Items().ToArray())];
            VintageValue[] values =
                [.. rows.Select(row => DateOnly.Parse(row[0].Element.GetString()!, System.Globalization.CultureInfo.InvariantCulture) is var date
                ? new VintageValue(date, row[1].NumberOrNull(), KnownAt.Daily(date))
                : default)];
            yield return new SourceRows { SeriesName = SeriesNameOf(query.Symbol), Values = values };
        }

        public Task<IReadOnlyList<string>> NearAsync(string symbol, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}
