using ResearchLab.Columns;
using ResearchLab.Options;

namespace ResearchLab.Features;

/// <summary>The 84 features of one symbol in columns, one value a session; NaN where the warm-up or an input is missing.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="SetVersion">Version of the feature set, part of the contract with models.</param>
/// <param name="Sessions">Sessions, ascending.</param>
/// <param name="Columns">84 columns in catalogue order, each as long as <paramref name="Sessions"/>.</param>
public sealed record FeatureMatrix(string Symbol, int SetVersion, DateOnly[] Sessions, double[][] Columns)
{
    /// <summary>Copies the features of one session, in catalogue order, into <paramref name="destination"/>.</summary>
    public void CopyRow(int row, Span<double> destination)
    {
        for (int column = 0; column < Columns.Length; column++)
            destination[column] = Columns[column][row];
    }

    /// <summary>State of the market at each session.</summary>
    public MarketRegime[] Regimes() =>
        MarketRegime.Of(Columns[FeatureCatalog.IndexOf("close_to_sma200")], Columns[FeatureCatalog.IndexOf("vix_pctile252")]);

    /// <summary>The same as a table: <c>session</c>, then one column a feature.</summary>
    public Frame ToFrame() => new(
        Columns.Select((values, index) => (Column)new Column<double>(FeatureCatalog.All[index].Name, values))
            .Prepend(new Column<DateOnly>("session", Sessions)));
}
