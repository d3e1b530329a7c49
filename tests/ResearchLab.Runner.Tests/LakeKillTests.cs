using System.Text;
using ResearchLab.Basics;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Runner.Tests;

/// <summary>A few rounds of bench/lake-faults.sh: processes killed at random instants of ingest, compaction and vacuum.</summary>
public sealed class LakeKillTests : IDisposable
{
    private const int Symbols = 5, Sessions = 1_500, Rounds = 9;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kill_AtRandomInstants_LosesNothingAndDoublesNothing()
    {
        string first = Csv("first.csv", 0), second = Csv("second.csv", 1);
        Assert.Equal(0, LabProcess.Run(_folder.Path, "ingest", "csv", first).ExitCode);
        var random = new Pcg32(11);
        string[][] commands = [["ingest", "csv", second], ["lake", "compact"], ["lake", "vacuum", "--keep", "0"], ["ingest", "csv", first]];
        int killed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using (LabProcess process = LabProcess.Start(_folder.Path, null, commands[round % commands.Length]))
            {
                Thread.Sleep(100 + random.NextInt(500));
                killed += process.TryKill() ? 1 : 0;
                process.Wait();
            }

            using Lab lab = Lab.Open(LabOptions.FromEnvironment() with { DataFolder = _folder.Path, JournalConnection = null });
            Assert.DoesNotContain(lab.Lake.Check(), problem => problem.Kind != LakeProblemKind.Leftover);
            using LakeView view = lab.Lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
            Columns.Frame found = view.Sql("SELECT count(*) AS rows, count(DISTINCT (symbol, session)) AS keys FROM bars");
            Assert.Equal((Symbols * (long)Sessions, Symbols * (long)Sessions), ((long)found["rows"][0]!, (long)found["keys"][0]!));
        }

        Assert.True(killed > 0, "no process was caught alive");
    }

    private string Csv(string name, int version)
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new(2012, 1, 3), new(2023, 12, 29))[..Sessions];
        var text = new StringBuilder("date,symbol,open,high,low,close,volume\n");
        for (int symbol = 0; symbol < Symbols; symbol++)
        {
            for (int i = 0; i < sessions.Length; i++)
            {
                double close = 100 + symbol + (i % 7) + (version * 0.05);
                text.Append($"{sessions[i]:yyyy-MM-dd},S{symbol},{close:F2},{close + 1:F2},{close - 1:F2},{close:F2},1000\n");
            }
        }

        string path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
