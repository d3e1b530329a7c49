using Microsoft.ML;
using Microsoft.ML.Data;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.MlNet;

/// <summary>The lab's features and outcomes as data views of ML.NET.</summary>
public static class MlNetViews
{
    /// <summary>
    /// Sessions and their 84 features as the columns <c>Session</c> and <c>Features</c>, whose slots have the features' names; NaN where missing.
    /// </summary>
    /// <param name="features">Features of one symbol.</param>
    /// <param name="context">Context of the pipeline.</param>
    public static IDataView ToDataView(this FeatureMatrix features, MLContext context)
    {
        ArgumentNullException.ThrowIfNull(features);
        return View(context, features.Columns.Length, Enumerable.Range(0, features.Sessions.Length).Select(row => new MlNetSession
        {
            Features = Row(features.Columns.Length, column => features.Columns[column][row]),
            Session = features.Sessions[row].ToDateTime(TimeOnly.MinValue),
        }));
    }

    /// <summary>
    /// Rows to learn from: <c>Session</c>, <c>Features</c>, <c>Label</c> (the best structure, a key with the structures' names), <c>Weight</c>, and
    /// <c>Returns</c> (of the eleven structures, NaN where one was not eligible or not traded).
    /// </summary>
    /// <param name="rows">Rows of a fold.</param>
    /// <param name="context">Context of the pipeline.</param>
    public static IDataView ToDataView(this ContenderRows rows, MLContext context)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return View(context, Width(rows), Enumerable.Range(0, rows.Count).Select(row => new MlNetExample
        {
            Features = Row(Width(rows), column => rows.Features[(column * rows.Count) + row]),
            Session = rows.Sessions[row].ToDateTime(TimeOnly.MinValue),
            Label = (uint)rows.Best[row], // counted from 0 here; the view counts keys from 1
            Weight = (float)rows.Weights[row],
            Returns = [.. rows.Returns.AsSpan(row * Structures.Count, Structures.Count).ToArray().Select(value => (float)value)],
        }));
    }

    /// <summary>
    /// The rows where one structure was eligible and traded: <c>Features</c>, <c>Label</c> (its return on capital at risk after costs) and <c>Weight</c>.
    /// </summary>
    /// <param name="rows">Rows of a fold.</param>
    /// <param name="structure">Structure.</param>
    /// <param name="context">Context of the pipeline.</param>
    public static IDataView ToDataView(this ContenderRows rows, Structure structure, MLContext context)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return View(context, Width(rows), Traded(rows, structure).Select(row => new MlNetOutcome
        {
            Features = Row(Width(rows), column => rows.Features[(column * rows.Count) + row]),
            Label = (float)rows.Returns[(row * Structures.Count) + (int)structure],
            Weight = (float)rows.Weights[row],
        }));
    }

    /// <summary>Rows where one structure was eligible and traded.</summary>
    internal static IReadOnlyList<int> Traded(ContenderRows rows, Structure structure) =>
        [.. Enumerable.Range(0, rows.Count).Where(row => !double.IsNaN(rows.Returns[(row * Structures.Count) + (int)structure]))];

    /// <summary>Features alone, column after column.</summary>
    internal static IDataView Of(MLContext context, double[] features, int rows)
    {
        int width = features.Length / rows;
        return View(context, width,
            Enumerable.Range(0, rows).Select(row => new MlNetFeatures { Features = Row(width, column => features[(column * rows) + row]) }));
    }

    private static int Width(ContenderRows rows) => rows.Count == 0 ? FeatureCatalog.All.Count : rows.Features.Length / rows.Count;

    // Above the ceiling a value would pass a threshold that stands for infinity.
    private static float[] Row(int width, Func<int, double> value)
    {
        var row = new float[width];
        for (int column = 0; column < width; column++)
            row[column] = MathF.Min((float)value(column), MlNetText.Ceiling);
        return row;
    }

    private static IDataView View<T>(MLContext context, int width, IEnumerable<T> rows)
        where T : MlNetFeatures
    {
        ArgumentNullException.ThrowIfNull(context);
        var schema = SchemaDefinition.Create(typeof(T));
        SchemaDefinition.Column features = schema[nameof(MlNetFeatures.Features)];
        features.ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        if (width == FeatureCatalog.All.Count)
            Name(features, "SlotNames", FeatureCatalog.All.Select(feature => feature.Name));
        if (typeof(T) == typeof(MlNetExample))
        {
            string[] structures = [.. Enumerable.Range(0, Structures.ClassCount).Select(s => ((Structure)s).Name())];
            Name(schema[nameof(MlNetExample.Label)], "KeyValues", structures);
            Name(schema[nameof(MlNetExample.Returns)], "SlotNames", structures[..Structures.Count]);
        }

        return context.Data.LoadFromEnumerable(rows, schema);
    }

    private static void Name(SchemaDefinition.Column column, string kind, IEnumerable<string> names)
    {
        ReadOnlyMemory<char>[] texts = [.. names.Select(name => name.AsMemory())];
        column.AddAnnotation(kind, new VBuffer<ReadOnlyMemory<char>>(texts.Length, texts), new VectorDataViewType(TextDataViewType.Instance, texts.Length));
    }
}
