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

    /// <summary>The files of a case copied into a folder, where a command may write beside them.</summary>
    public static void CopyTo(int number, string folder)
    {
        foreach (string file in Directory.GetFiles(Folder(number)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }
}
