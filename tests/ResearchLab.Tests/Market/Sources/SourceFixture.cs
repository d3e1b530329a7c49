using ResearchLab.Lake;
using ResearchLab.Market.Sources;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>A lake, a vendor on this machine and the client between them, with short pauses.</summary>
internal sealed class SourceFixture : IDisposable
{
    public const string Key = "k3y-that/must+not.leak";

    public SourceFixture(Func<VendorRequest, VendorAnswer> answer, string now = "2024-03-20", SourceHttpOptions? options = null)
    {
        Lake = new LakeFixture(now);
        Vendor = new FakeVendor(answer);
        Folder = Path.Combine(Lake.Folder, "sources");
        Http = new SourceHttp(Folder, options ?? Fast, Lake.Clock);
        Keyed = new SourceEndpoint(Vendor.Url, 1e6) { Key = new Secret(Key), KeyVariable = "TEST_API_KEY" };
        Open = new SourceEndpoint(Vendor.Url, 1e6);
        Settings = new SourceSettings
        {
            Folder = Folder,
            Endpoints = SourceCatalog.All.ToDictionary(source => source.Name, source => source.KeyVariables.Count > 0 ? Keyed : Open, StringComparer.Ordinal),
        };
    }

    public static SourceHttpOptions Fast { get; } = new()
    {
        BaseDelay = TimeSpan.FromMilliseconds(1),
        MaxDelay = TimeSpan.FromSeconds(2),
        TryTimeout = TimeSpan.FromSeconds(10),
        Retries = 2,
        FailuresToBreak = 100,
    };

    /// <summary>The vendor, asked with a key.</summary>
    public SourceEndpoint Keyed { get; set; }

    /// <summary>The vendor, asked without one.</summary>
    public SourceEndpoint Open { get; }

    public LakeFixture Lake { get; }

    public FakeVendor Vendor { get; }

    public string Folder { get; }

    public SourceHttp Http { get; }

    public SourceSettings Settings { get; set; }

    public IDataSource Source(string name) => SourceCatalog.Open(SourceCatalog.Find(name, Settings), Settings, Http, Lake.Clock);

    public Task<SymbolIngest> Ingest(string source, string symbol, SourceIngestOptions? options = null, CancellationToken cancellation = default) =>
        new SourceIngest(Lake.Lake, Http, Folder).RunAsync(Source(source), symbol, options ?? new SourceIngestOptions(), null, cancellation);

    public LakeView View() => Lake.Lake.AsOf(DateTimeOffset.MaxValue);

    public void Dispose()
    {
        Http.Dispose();
        Vendor.Dispose();
        Lake.Dispose();
    }
}
