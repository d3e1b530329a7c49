using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Models;

namespace ResearchLab.Daily;

/// <summary>
/// What a desk decides with from a training on: the picker that was chosen inside the training window, what its scores are worth, whether similar sessions
/// count, and the walk that showed it. Depends on the account and the limits, as the walk does.
/// </summary>
/// <param name="ModelId">Model it was made for.</param>
/// <param name="InForce">Whether the picker beat no trade; if not, its proposals are shown and not made.</param>
/// <param name="Score">Its mean daily return above the T-bill over the 97.5% expected shortfall.</param>
/// <param name="Picker">The picker fitted on all rows.</param>
/// <param name="Calibration">What its scores are worth.</param>
/// <param name="LearnedFrom">The least real kind of chains that its outcomes stand on.</param>
/// <param name="Skill">What the search for similar sessions has shown.</param>
/// <param name="Evaluation">The walk.</param>
public sealed record DeskModel(
    string ModelId, bool InForce, double Score, PickerModel Picker, ProposalCalibration Calibration, Options.ChainOrigin LearnedFrom, SimilarSkill Skill,
    DeskEvaluation Evaluation)
{
    /// <summary>Raise it when the same model, data and limits give another desk than before.</summary>
    internal const int Version = 5;

    /// <summary>Writes it; the file appears whole or not at all.</summary>
    internal void Save(string path) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, DeskJson.Default.DeskModel));

    /// <summary>Reads one; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged or of another model.</exception>
    internal static DeskModel? Load(string path, string modelId)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, DeskJson.Default.DeskModel) is { } desk && desk.ModelId == modelId
                ? desk
                : throw new InvalidDataException($"it is not of model {modelId}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"Desk '{path}' cannot be used: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Delete that file, and the next run makes it again.",
                error);
        }
    }
}
