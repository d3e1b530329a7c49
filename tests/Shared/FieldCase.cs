namespace ResearchLab.Tests.Shared;

/// <summary>Inputs of the field cases: never part of the project, found beside the real data.</summary>
internal static class FieldCase
{
    /// <summary>Folder of a case, by the number its name begins with; skips the running test with the reason when it is not there.</summary>
    public static string Folder(int number)
    {
        foreach (string data in RealData.Folders())
        {
            string cases = Path.Combine(data, "..", "cases");
            if (Directory.Exists(cases) && Directory.GetDirectories(cases, $"{number:00}-*") is [string folder])
                return folder;
        }

        Assert.Skip($"field case {number} not found; set RESEARCHLAB_REAL_DATA to a folder beside 'cases', or place shared/cases beside the checkout");
        return "";
    }

    /// <summary>Path of one input, such as <c>05-day-first-dates/spy.csv</c>; skips the running test when its case is not there.</summary>
    public static string File(string path)
    {
        string[] parts = path.Split('/', 2);
        return Path.Combine(Folder(int.Parse(parts[0].AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture)), parts[1]);
    }

    /// <summary>The files of a case copied into a folder, where a command may write beside them.</summary>
    public static void CopyTo(int number, string folder)
    {
        foreach (string file in Directory.GetFiles(Folder(number)))
            System.IO.File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }
}
