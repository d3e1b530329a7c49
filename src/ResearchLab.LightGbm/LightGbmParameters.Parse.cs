using System.Globalization;

namespace ResearchLab.LightGbm;

/// <content>Reading parameters back.</content>
public sealed partial record LightGbmParameters
{
    /// <summary>Reads what <see cref="ToString"/> wrote; threads are 1.</summary>
    /// <exception cref="FormatException">The text is not of that form; the message names the part.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static LightGbmParameters Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parameters = new LightGbmParameters();
        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? part : part[..equals], value = part[(equals + 1)..];
            try
            {
                parameters = With(parameters, key, value);
            }
            catch (Exception error) when (error is FormatException or OverflowException)
            {
                throw new FormatException(
                    $"LightGBM parameters hold '{part}', which this binding does not write. Use the text of LightGbmParameters.ToString().", error);
            }
        }

        parameters.Validate();
        return parameters;
    }

    private static LightGbmParameters With(LightGbmParameters parameters, string key, string value) => key switch
    {
        "objective" =>
            parameters with
            {
                Objective = Enum.GetValues<Objective>().Where(objective => Name(objective) == value).Take(1).ToArray() is [var found]
                ? found
                : throw new FormatException(value)
            },
        "num_class" => parameters with { Classes = Whole(value) },
        "num_iterations" => parameters with { Rounds = Whole(value) },
        "learning_rate" => parameters with { LearningRate = Number(value) },
        "num_leaves" => parameters with { Leaves = Whole(value) },
        "max_depth" => parameters with { MaxDepth = Whole(value) },
        "min_data_in_leaf" => parameters with { MinDataInLeaf = Whole(value) },
        "min_sum_hessian_in_leaf" => parameters with { MinHessianInLeaf = Number(value) },
        "feature_fraction" => parameters with { FeatureFraction = Number(value) },
        "bagging_fraction" => parameters with { BaggingFraction = Number(value) },
        "bagging_freq" => parameters with { BaggingFrequency = Whole(value) },
        "lambda_l1" => parameters with { L1 = Number(value) },
        "lambda_l2" => parameters with { L2 = Number(value) },
        "max_bin" => parameters with { MaxBins = Whole(value) },
        "seed" => parameters with { Seed = Whole(value) },
        "alpha" => parameters with { Alpha = Number(value) },
        "eval_at" => parameters with { NdcgAt = Whole(value) },
        "is_unbalance" => parameters with { Balanced = bool.Parse(value) },
        "categorical_feature" => parameters with { Categorical = List(value) },
        "monotone_constraints" => parameters with { Monotone = List(value) },
        "interaction_constraints" => parameters with { Interactions = [.. value.Trim('[', ']').Split("],[").Select(List)] },
        "deterministic" or "force_col_wise" when value == "true" => parameters,
        "feature_pre_filter" when value == "false" => parameters,
        _ => throw new FormatException(key),
    };

    private static int[] List(string text) => [.. text.Split(',').Select(Whole)];

    private static int Whole(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
