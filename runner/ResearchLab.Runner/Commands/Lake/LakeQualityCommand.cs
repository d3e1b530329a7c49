using System.CommandLine;
using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Runner.Commands;

/// <summary>lab lake quality: what the gates refused and which sessions have no bar.</summary>
internal static class LakeQualityCommand
{
    public static Command Create()
    {
        (Option<DateTimeOffset?> asOf, Option<DateTimeOffset?> recorded) = LakeCommand.Times();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("quality",
            "What the gates refused, by source and reason with an example, and which sessions of each symbol have no daily bar") { asOf, recorded, json };
        command.SetAction(parsed =>
        {
            using LakeView view = LakeCommand.View(LakeCommand.OpenLake(), parsed.GetValue(asOf), parsed.GetValue(recorded));
            Frame refused = LakeQuality.Quarantined(view), gaps = LakeQuality.Gaps(view);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(FrameJson.Document(writer =>
                {
                    writer.WriteStartObject();
                    writer.WritePropertyName("quarantined");
                    FrameJson.Write(writer, refused);
                    writer.WritePropertyName("bars");
                    FrameJson.Write(writer, gaps);
                    writer.WriteEndObject();
                }));
            }
            else
            {
                Frame incomplete = gaps.Where<int>("missing", missing => missing > 0);
                Console.Out.WriteLine(refused.Rows > 0 ? refused.ToString(int.MaxValue) : "Nothing is in quarantine.");
                Console.Out.WriteLine();
                Console.Out.WriteLine(incomplete.Rows > 0
                    ? incomplete.ToString(40)
                    : $"{gaps.Rows} symbols have a bar for every session between their first and their last.");
            }

            return refused.Rows + gaps.Rows > 0 ? ExitCode.Done : ExitCode.NothingToDo;
        });
        return command;
    }
}
