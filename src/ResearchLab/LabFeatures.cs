using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Features;
using ResearchLab.Lake;

namespace ResearchLab;

/// <summary>The room of features: keeping those of the lake up to date.</summary>
public sealed class LabFeatures
{
    private readonly Lab _lab;

    internal LabFeatures(Lab lab) => _lab = lab;

    /// <summary>Computes the features of symbols and adds the sessions the lake does not hold yet; read them back with <see cref="FeatureStore"/>.</summary>
    /// <param name="symbols">Tickers; none for every symbol with bars. A demo has its own symbol only.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between symbols; what was added stays.</param>
    /// <returns>What was done, one a symbol.</returns>
    /// <exception cref="DataUnusableException">The lake holds no bars of a symbol or of the market.</exception>
    public IReadOnlyList<FeatureUpdate> Update(
        IReadOnlyList<string> symbols, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (_lab.DemoSymbol is not null)
        {
            if (symbols.FirstOrDefault(symbol => symbol != _lab.DemoSymbol) is { } other)
                throw new UsageException($"This demo simulates {_lab.DemoSymbol}; open another with Lab.OpenDemo(\"{other}\").");
            _lab.Simulate(_lab.DemoSymbol, _lab.LastSession, progress, cancellation);
            symbols = [_lab.DemoSymbol];
        }

        using LakeView view = _lab.View();
        return FeatureUpdates.Update(
            _lab.Lake, view, symbols, _lab.Names, _lab.DemoSymbol is not null, _lab.Options.Threads, RunProgress.Part(progress, "computing features", 0.5, 1),
            cancellation);
    }
}
