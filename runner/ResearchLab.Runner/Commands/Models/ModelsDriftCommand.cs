using System.CommandLine;
using System.Globalization;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Models;

namespace ResearchLab.Runner.Commands;

/// <summary>lab models drift: whether the market still looks as it did when a model was trained.</summary>
internal static class ModelsDriftCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("MODEL")
        {
            Description = "Id of a model, or a beginning or end only it has; default the one the daily run uses",
            Arity = ArgumentArity.ZeroOrOne
        };
        Option<string?> symbol = SharedOptions.Symbol("Symbol; default SMH on the simulated market");
        Option<DateOnly?> session = SharedOptions.Session("Session up to which to compare; default the last completed one");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var standard = new DriftOptions();
        var window = new Option<int>("--window")
        {
            Description = "Recent sessions to compare with training, 20 to 1000",
            DefaultValueFactory = _ => standard.Window,
            HelpName = "SESSIONS"
        };
        var watch = new Option<double>("--watch")
        {
            Description = "Population stability index from which a feature is watched",
            DefaultValueFactory = _ => standard.Watch,
            HelpName = "PSI"
        };
        var alert = new Option<double>("--alert")
        {
            Description = "Index from which it is in alert",
            DefaultValueFactory = _ => standard.Alert,
            HelpName = "PSI"
        };
        var command = new Command("drift", "Whether features and calibration still are what they were in training; exit code 3 when they are not") { id, symbol,
            session, data, seed, json, window, watch, alert };
        command.SetAction((parsed, cancellation) =>
        {
            DriftOptions options = Checked(new DriftOptions(parsed.GetValue(window), parsed.GetValue(watch), parsed.GetValue(alert)));
            (Lab lab, string ticker) = LabChooser.ChooseByModel(LabOptions.FromEnvironment(), parsed.GetValue(id), parsed.GetValue(symbol),
                parsed.GetValue(data), parsed.GetValue(seed));
            using (lab)
            {
                using TrainedModel model = parsed.GetValue(id) is { } named
                    ? ModelRegistry.Load(lab.Models.Registry.Find(named))
                    : RunCommand.WithProgress(progress => lab.Models.Of(ticker, parsed.GetValue(session), progress, cancellation));
                if ((parsed.GetValue(session) ?? lab.LastSession) <= model.Card.KnownThrough)
                {
                    Console.Error.WriteLine(
                        $"lab: {model.Card.Id} knew everything through {model.Card.KnownThrough:yyyy-MM-dd}; nothing has come since. Name a later session.");
                    return Task.FromResult(ExitCode.NothingToDo);
                }

                (FeatureDriftReport features, CalibrationReport calibration) =
                    RunCommand.WithProgress(progress => lab.Models.Drift(model, parsed.GetValue(session), options, progress, cancellation));
                Console.Out.Write(parsed.GetValue(json) ? Json(features, calibration) : Text(features, calibration));
                return Task.FromResult(features.IsAlert || calibration.IsAlert ? ExitCode.DataUnusable : ExitCode.Done);
            }
        });
        return command;
    }

    private static DriftOptions Checked(DriftOptions options)
    {
        try
        {
            return options.Validated();
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new UsageException($"--{error.ParamName!.ToLowerInvariant()} is {error.ActualValue}; "
                + $"{error.Message[(error.Message.IndexOf("it must", StringComparison.Ordinal))..].Split('\n', '(')[0].TrimEnd()}", error);
        }
    }

    private static string Text(FeatureDriftReport report, CalibrationReport calibration)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Model}: {report.From:yyyy-MM-dd} to {report.Through:yyyy-MM-dd} against {report.Training} "
            + $"training sessions\n{report.Verdict}\n{calibration.Verdict}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{"feature",-22} {"psi",6} {"by chance",10} {"in training",12}  status\n");
        foreach (FeatureDrift feature in report.Features.Take(Math.Max(15, report.Features.Count(one => one.Status != DriftStatus.Stable))))
            text.Append(CultureInfo.InvariantCulture, $"{feature.Feature,-22} {feature.Psi,6:0.00} {feature.SamplingNoise,10:0.00} "
                + $"{(double.IsNaN(feature.TrainingNoise) ? "unknown" : feature.TrainingNoise.ToString("0.00")),12}  "
                + $"{feature.Status.ToString().ToLowerInvariant()}\n");
        return text.ToString();
    }

    private static string Json(FeatureDriftReport report, CalibrationReport calibration) => ModelsJson.Write(json =>
    {
        json.WriteString("model", report.Model);
        json.WriteString("from", $"{report.From:yyyy-MM-dd}");
        json.WriteString("through", $"{report.Through:yyyy-MM-dd}");
        json.WriteNumber("sessions", report.Recent);
        json.WriteNumber("trainingSessions", report.Training);
        json.WriteBoolean("alert", report.IsAlert || calibration.IsAlert);
        json.WriteNumber("featuresInAlert", report.Alerts);
        ModelsJson.Number(json, "usual", report.Usual);
        json.WriteString("verdict", report.Verdict);
        json.WriteStartArray("features");
        foreach (FeatureDrift feature in report.Features)
        {
            json.WriteStartObject();
            json.WriteString("feature", feature.Feature);
            json.WriteNumber("psi", feature.Psi);
            json.WriteNumber("samplingNoise", feature.SamplingNoise);
            ModelsJson.Number(json, "trainingNoise", feature.TrainingNoise);
            json.WriteString("status", feature.Status.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("calibration");
        json.WriteBoolean("alert", calibration.IsAlert);
        json.WriteNumber("samples", calibration.Samples);
        json.WriteNumber("effectiveSamples", calibration.EffectiveSamples);
        json.WriteString("verdict", calibration.Verdict);
        foreach (CalibrationDecay decay in calibration.Decays)
        {
            json.WriteStartObject(decay.Metric);
            json.WriteNumber("recent", decay.Recent);
            json.WriteNumber("evaluation", decay.Evaluation);
            json.WriteNumber("difference", decay.Difference);
            json.WriteNumber("low", decay.Low);
            json.WriteNumber("high", decay.High);
            json.WriteBoolean("decayed", decay.HasDecayed);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
