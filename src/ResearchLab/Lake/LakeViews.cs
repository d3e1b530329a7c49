using System.Globalization;
using System.Text;

namespace ResearchLab.Lake;

/// <summary>The datasets as views in SQL that any DuckDB reads: its shell, Python, R, a database tool. Nothing of this lab is needed to use them.</summary>
/// <remarks>
/// The views name the folders, not the files, so they see what is ingested later. Two variables of the session choose what they show:
/// <c>SET VARIABLE as_of = TIMESTAMPTZ '2020-03-16 21:30:00+00'</c> for what could be known then, and <c>recorded</c> for what this lab had written by then;
/// without them it is now. Merging files does not change what they show; a reader that is half way through while files are merged asks again.
/// </remarks>
public static class LakeViews
{
    /// <summary>One <c>CREATE OR REPLACE VIEW</c> a dataset. A dataset without files yet is an empty view: make the text again once there are some.</summary>
    /// <param name="lake">The lake; its path stands in the text.</param>
    /// <param name="known">What the views show without the variable <c>as_of</c>; null for now.</param>
    /// <param name="recorded">What they show without the variable <c>recorded</c>; null for now.</param>
    public static string Sql(DataLake lake, DateTimeOffset? known = null, DateTimeOffset? recorded = null)
    {
        ArgumentNullException.ThrowIfNull(lake);
        var text = new StringBuilder();
        text.Append("-- Datasets of a ResearchLab lake as views: the newest version of each row that could be known by a time.\n");
        text.Append("-- SET VARIABLE as_of = TIMESTAMPTZ '2020-03-16 21:30:00+00';   what could be known then\n");
        text.Append("-- SET VARIABLE recorded = TIMESTAMPTZ '2024-01-02 00:00:00+00'; what the lab had written by then\n");
        foreach (DatasetSchema dataset in Datasets.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nCREATE OR REPLACE VIEW {LakeSql.Name(dataset.Name)} AS\n");
            string[] columns = [.. dataset.AllColumns.Select(column => column.Name)];
            if (lake.Files(dataset).Count == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{LakeSql.AsOf(dataset, [], columns, [], default, default)};\n");
                continue;
            }

            string files = LakeSql.Literal(Path.Combine(lake.Root, dataset.FolderName, "*", "part-*.parquet").Replace('\\', '/'));
            text.Append(CultureInfo.InvariantCulture, $"SELECT {LakeSql.Names(columns)}\n");
            text.Append(CultureInfo.InvariantCulture, $"FROM read_parquet({files}, union_by_name = true, hive_partitioning = false)\n");
            text.Append(CultureInfo.InvariantCulture, $"WHERE known_at <= {Time("as_of", known)} AND recorded_at <= {Time("recorded", recorded)}\n");
            text.Append(CultureInfo.InvariantCulture,
                $"QUALIFY row_number() OVER (PARTITION BY {LakeSql.Names(dataset.Key)} ORDER BY known_at DESC, recorded_at DESC) = 1;\n");
        }

        return text.ToString();
    }

    private static string Time(string variable, DateTimeOffset? otherwise) =>
        $"coalesce(getvariable('{variable}')::TIMESTAMPTZ, {(otherwise is { } instant ? LakeSql.Literal(instant) : "now()")})";
}
