using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.LightGbm;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>What <c>card.json</c> holds.</summary>
/// <param name="Format">Version of this layout.</param>
/// <param name="Card">The card.</param>
/// <param name="ModelSha256">Checksum of <c>model.txt</c>: a pair of files that do not belong together is refused.</param>
/// <param name="PickersSha256">Checksum of <c>pickers.json</c>.</param>
/// <param name="Envelope">Range of the training rows.</param>
/// <param name="OutOfSample">What its picks earned.</param>
/// <param name="Calibration">How raw scores become probabilities.</param>
/// <param name="Options">How it was trained.</param>
internal sealed record ModelFile(
    int Format, ModelCard Card, string ModelSha256, string PickersSha256, TrainingEnvelope Envelope, PolicyReturns OutOfSample,
    ProbabilityCalibration Calibration, TrainingOptions Options);

/// <summary>Models on disk.</summary>
internal static class ModelFolder
{
    private const int Format = 6;
    private const string TextName = "model.txt";
    private const string PickersName = "pickers.json";
    private const string InputsName = "inputs.txt";

    public static void Save(TrainedModel model, string folder)
    {
        Directory.CreateDirectory(folder);
        byte[] text = Encoding.UTF8.GetBytes(model.Text);
        byte[] pickers = JsonSerializer.SerializeToUtf8Bytes(model.Pickers, ModelJson.Default.PickerSet);
        var file = new ModelFile(
            Format, model.Card, Convert.ToHexStringLower(SHA256.HashData(text)), Convert.ToHexStringLower(SHA256.HashData(pickers)), model.Envelope,
            model.OutOfSample, model.Calibration, model.Options);
        // The card comes last: its checksum makes a crash in between a refused model, never a wrong one.
        AtomicFile.Write(Path.Combine(folder, TextName), text);
        AtomicFile.Write(Path.Combine(folder, PickersName), pickers);
        AtomicFile.Write(Path.Combine(folder, TrainedModel.CardFile), JsonSerializer.SerializeToUtf8Bytes(file, ModelJson.Default.ModelFile));
    }

    /// <summary>
    /// The folder of a model that was trained from some inputs; null when there is none. A model is named by what it is, so its inputs stand in a file beside
    /// it.
    /// </summary>
    /// <param name="folder">Folder of all models.</param>
    /// <param name="begin">How its name begins: symbol and session.</param>
    /// <param name="inputs">Checksum of what it is trained from.</param>
    public static string? Find(string folder, string begin, string inputs) =>
        !Directory.Exists(folder) ? null
        : Directory.EnumerateDirectories(folder, $"{begin}-*").Order(StringComparer.Ordinal)
            .FirstOrDefault(place => File.Exists(Path.Combine(place, TrainedModel.CardFile)) && File.Exists(Path.Combine(place, InputsName))
                && File.ReadLines(Path.Combine(place, InputsName)).Contains(inputs, StringComparer.Ordinal));

    /// <summary>Notes that a saved model comes of some inputs; several may give the same model.</summary>
    /// <param name="place">Folder of the model.</param>
    /// <param name="inputs">Checksum of what it was trained from.</param>
    public static void AddInputs(string place, string inputs)
    {
        string path = Path.Combine(place, InputsName);
        string[] known = File.Exists(path) ? File.ReadAllLines(path) : [];
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Join('\n', known.Append(inputs).Distinct(StringComparer.Ordinal)) + "\n"));
    }

    public static TrainedModel Load(string folder)
    {
        try
        {
            byte[] text = File.ReadAllBytes(Path.Combine(folder, TextName));
            ModelFile file = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, TrainedModel.CardFile)), ModelJson.Default.ModelFile)
                ?? throw new InvalidDataException("the card is empty");
            return Check(file, text, () => Pickers(folder, file));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"Model in '{folder}' cannot be used: {(Directory.Exists(folder) ? "one of its files" : "the folder")} is "
                + "missing. Put it back, or train the model again as it was trained.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or LightGbmException or ArgumentException
            or InvalidDataException)
        {
            throw new InvalidDataException($"Model in '{folder}' cannot be used: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Delete that folder, "
                + "and the next run trains it again.", error);
        }
    }

    private static TrainedModel Check(ModelFile file, byte[] text, Func<PickerSet> pickers)
    {
        ModelCard card = file.Card;
        if (file.Format != Format)
            throw new InvalidDataException(Invariant($"format {file.Format} is not {Format}"));
        if (card.FeatureSetVersion != FeatureCatalog.SetVersion)
            throw new InvalidDataException(Invariant($"it reads feature set version {card.FeatureSetVersion}, this code computes {FeatureCatalog.SetVersion}"));
        if (Convert.ToHexStringLower(SHA256.HashData(text)) != file.ModelSha256)
            throw new InvalidDataException($"{TextName} does not match the checksum in {TrainedModel.CardFile}");
        if (!(card.Temperature > 0 && double.IsFinite(card.Temperature)) || card.TrainingRows < 1)
            throw new InvalidDataException(Invariant($"temperature {card.Temperature} or training rows {card.TrainingRows} is out of range"));
        ProbabilityCalibration calibration = file.Calibration;
        bool isotonic = calibration.Method == CalibrationMethod.Isotonic;
        if (calibration.Temperature != card.Temperature || calibration.Method is not (CalibrationMethod.Temperature or CalibrationMethod.Isotonic)
            || calibration.Curves.Count != (isotonic ? Structures.ClassCount : 0) || !calibration.Curves.All(curve => curve.IsSound())
            || (calibration.LogWeights.Length != 0 && calibration.LogWeights.Length != Structures.ClassCount)
            || !Array.TrueForAll(calibration.LogWeights, double.IsFinite))
        {
            throw new InvalidDataException($"its calibration by {calibration.Method} does not fit its card");
        }

        TrainingEnvelope envelope = file.Envelope;
        if (envelope.Low.Length != ModelFeatures.Count || envelope.High.Length != ModelFeatures.Count || envelope.MissingShare.Length != ModelFeatures.Count)
            throw new InvalidDataException($"its training range does not have {ModelFeatures.Count} features");
        int sessions = file.OutOfSample.Sessions.Length;
        if (file.OutOfSample.Returns.Length != sessions || file.OutOfSample.BaselineReturns.Length != sessions || file.OutOfSample.Regimes.Length != sessions)
            throw new InvalidDataException("its out-of-sample returns differ in number");
        var booster = Booster.FromText(Encoding.UTF8.GetString(text));
        if (booster.Features == ModelFeatures.Count && booster.Classes == Structures.ClassCount)
            return new TrainedModel(card, booster, envelope, file.OutOfSample, calibration, file.Options, pickers);
        string shape =
            Invariant($"it reads {booster.Features} features and gives {booster.Classes} classes instead of {ModelFeatures.Count} and {Structures.ClassCount}");
        booster.Dispose();
        throw new InvalidDataException(shape);
    }

    // They are large and only an evaluation of the desk needs them, so they are read when asked for.
    private static PickerSet Pickers(string folder, ModelFile file)
    {
        try
        {
            byte[] content = File.ReadAllBytes(Path.Combine(folder, PickersName));
            if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.PickersSha256)
                throw new InvalidDataException($"{PickersName} does not match the checksum in {TrainedModel.CardFile}");
            PickerSet pickers = JsonSerializer.Deserialize(content, ModelJson.Default.PickerSet) ?? throw new InvalidDataException($"{PickersName} is empty");
            return pickers.OutOfFold.All(scores => scores.Values.Length == pickers.Sessions.Length * Structures.ClassCount)
                ? pickers
                : throw new InvalidDataException($"{PickersName} holds scores that do not fit its sessions");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"Model in '{folder}' cannot be used: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Delete that folder, "
                + "and the next run trains it again.", error);
        }
    }
}
