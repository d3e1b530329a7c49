namespace ResearchLab.Market;

/// <summary>Volatility indices, which are kept as series.</summary>
internal static class IndexName
{
    private static readonly string[] s_indices = ["vix", "vix9d", "vix3m", "vix6m", "vix1y", "vxv", "vvix", "skew", "vxn", "rvx", "vxd", "ovx", "gvz"];

    /// <summary>Whether a name is one of an index, with or without the sign ^ before it.</summary>
    public static bool Is(string name) => Array.IndexOf(s_indices, name.TrimStart('^').ToLowerInvariant()) >= 0;

    /// <summary>The index a file is named after, such as <c>vol_VIX.csv.gz</c> or <c>VIX_History.csv</c>; null when it is not.</summary>
    public static string? OfFile(string path)
    {
        string[] named = [.. Path.GetFileName(path).Split('.')[0].ToLowerInvariant().Split('_', ' ', '-').Select(part => part.TrimStart('^')).Where(Is)
            .Distinct()];
        return named.Length == 1 ? named[0] : null;
    }
}
